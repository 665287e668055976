using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Traffic;

/// <summary>Which canary is wanted.</summary>
/// <param name="Namespace">The namespace of the service.</param>
/// <param name="Name">The service, which is also the name of its Deployment.</param>
/// <param name="Image">The image of the canary.</param>
public sealed record CanaryRequest(string Namespace, string Name, ImageReference Image)
{
    /// <summary>The container that gets the image. Null for the only one, or the one called like the service.</summary>
    public string? Container { get; init; }

    /// <summary>
    /// Who shall share traffic with the canary, of <see cref="TrafficProviders.Names"/>. Null to find out.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>How many pods the canary gets. Null for one; not to be given where the share is made of pods.</summary>
    public int? Replicas { get; init; }

    /// <summary>As <see cref="WeightRequest.MaxReplicas"/>.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>The canary's share in whole percent, given when its pods are ready.</summary>
    public int Weight { get; init; }

    /// <summary>Which requests it gets beside its share, when its pods are ready. Null for none.</summary>
    public RequestRules? Requests { get; init; }

    /// <summary>Whether it gets requests as soon as its pods are ready.</summary>
    internal bool GetsRequests => Weight > 0 || Requests is { LeadToCanary: true };

    /// <summary>The object that holds the route, by name. Null for the only one that qualifies.</summary>
    public string? RouteObject { get; init; }

    /// <summary>The name or index of the route. Null for the only one that qualifies.</summary>
    public string? Route { get; init; }

    /// <summary>Whether traffic rules may be changed that a controller owns.</summary>
    public bool IgnoreOwner { get; init; }

    /// <summary>The pipeline run that asks for it. Null outside a pipeline.</summary>
    public PipelineRun? Run { get; init; }

    /// <summary>The Deployment to make.</summary>
    public ResourceRef Target => TargetFor(Namespace, Name);

    /// <summary>The Deployment of a service's canary.</summary>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="name">The service.</param>
    internal static ResourceRef TargetFor(string namespaceName, string name) =>
        new(ResourceTypes.Deployment, namespaceName, $"{name}-{ServiceLabels.Canary}");
}

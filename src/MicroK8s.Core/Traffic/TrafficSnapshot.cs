using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>What decides about a service's traffic, as it was read.</summary>
/// <param name="Service">The service.</param>
/// <param name="Namespace">The namespace of the traffic rules.</param>
/// <param name="Routes">Every route of the namespace.</param>
internal sealed record TrafficSnapshot(ServiceHost Service, string Namespace, IReadOnlyList<TrafficRoute> Routes)
{
    /// <summary>The ready pods of the Services behind the routes. Empty if nobody asked.</summary>
    public IReadOnlyList<KubeObject> ReadyPods { get; init; } = [];

    /// <summary>Why the routes of a provider are not known, by its name; empty if all could be read.</summary>
    public IReadOnlyDictionary<string, ClusterException> Denied { get; init; } =
        new Dictionary<string, ClusterException>();

    /// <summary>The routes that lead to the service.</summary>
    public IReadOnlyList<TrafficRoute> ServiceRoutes { get; } =
        [.. Routes.Where(route => RouteMembers.Of(route, Service).Count > 0)];
}

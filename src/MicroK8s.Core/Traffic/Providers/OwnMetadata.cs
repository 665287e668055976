using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>The metadata of what is made for a canary, by which it is found when the canary goes.</summary>
internal static class OwnMetadata
{
    /// <summary>The service whose canary an object was made for.</summary>
    public const string CanaryOf = ServiceLabels.CanaryOf;

    /// <summary>On a canary's Deployment: the provider that shares traffic with it.</summary>
    public const string Provider = "microk8s-powershell/traffic-provider";

    /// <summary>The metadata of an object that is called like the service.</summary>
    public static JsonObject Of(CanaryPods pods) => Of(pods, pods.Name);

    /// <summary>The metadata of an object of any name.</summary>
    public static JsonObject Of(CanaryPods pods, string name) => new()
    {
        ["name"] = name,
        ["namespace"] = pods.Namespace,
        ["labels"] = new JsonObject
        {
            [ServiceLabels.App] = pods.Name,
            [ServiceLabels.RecommendedName] = pods.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
            [CanaryOf] = pods.Name,
        },
    };

    /// <summary>Whether an object was made for a canary.</summary>
    public static bool IsForAny(KubeObject item) => item.Labels.ContainsKey(CanaryOf);

    /// <summary>Whether an object was made for the canary of a service.</summary>
    public static bool IsFor(KubeObject item, ServiceHost service) => item.Namespace == service.Namespace
        && item.Labels.GetValueOrDefault(CanaryOf) == service.Name;
}

using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>A VirtualService for a service that none routes.</summary>
internal static class FirstRoute
{
    private const string RouteName = "main";

    /// <summary>All traffic to stable.</summary>
    /// <exception cref="ClusterException">RouteNotFound, AlreadyExists.</exception>
    public static NewRoute Plan(CanaryPods pods, CanaryBackends backends, RoutingObjects read)
    {
        RequireFree(pods, read);
        var target = new ResourceRef(ResourceTypes.VirtualService, pods.Namespace, pods.Name);
        return new NewRoute(RouteName, target, ObjectChange.Create(
            target,
            new JsonObject
            {
                ["metadata"] = OwnMetadata.Of(pods),
                ["spec"] = new JsonObject
                {
                    ["hosts"] = new JsonArray(pods.Name),
                    ["http"] = new JsonArray(new JsonObject
                    {
                        ["name"] = RouteName,
                        ["route"] = new JsonArray(
                            WeightPatch.ToNode(new TrafficDestination(pods.Name, backends.Stable, null, 100, null)),
                            WeightPatch.ToNode(new TrafficDestination(pods.Name, backends.Canary, null, 0, null))),
                    }),
                },
            },
            $"route {RouteName}: {backends.Stable} 100%, {backends.Canary} 0%"));
    }

    /// <summary>Whether an object is still as it was made, but for its weights.</summary>
    public static bool IsAlone(KubeObject made) => made.Json.Items("spec", "http").Count() == 1
        && made.Json.At("spec", "tls") is null && made.Json.At("spec", "tcp") is null
        && !made.Json.Items("spec", "gateways").Any();

    /// <summary>A second object for the same host would be ignored by the mesh, or replace the first one.</summary>
    private static void RequireFree(CanaryPods pods, RoutingObjects read)
    {
        KubeObject? other = read.Of(ResourceTypes.VirtualService).Where(item => item.Namespace == pods.Namespace)
            .FirstOrDefault(item => item.Name == pods.Name || item.Json.Items("spec", "hosts")
                .Any(host => ServiceHost.Parse(host.Text() ?? "", pods.Namespace) == pods.Service));
        if (other is null) return;
        throw new ClusterException(
            other.Name == pods.Name ? ClusterFault.AlreadyExists : ClusterFault.RouteNotFound,
            $"VirtualService {pods.Namespace}/{other.Name} is there already, but none of its routes leads to "
            + $"{pods.Name}.", pods.Name,
            $"Give it a route to {pods.Name}; the canary is then added to that route.");
    }
}

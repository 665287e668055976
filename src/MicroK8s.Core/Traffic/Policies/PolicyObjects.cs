using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>The objects that are made for a policy, by which they are found when the policy goes.</summary>
internal static class PolicyObjects
{
    /// <summary>The label of what was made for the policy of a service.</summary>
    public const string PolicyOf = "microk8s-powershell/policy-of";

    /// <summary>A new object with a spec; it has the name of the service unless another is given.</summary>
    public static JsonObject Make(
        ResourceType type, string namespaceName, ServiceHost service, JsonObject spec, string? name = null) => new()
    {
        ["apiVersion"] = type.ApiVersion,
        ["kind"] = type.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name ?? service.Name,
            ["namespace"] = namespaceName,
            ["labels"] = new JsonObject
            {
                [ServiceLabels.RecommendedName] = service.Name,
                [ServiceLabels.ManagedBy] = ServiceLabels.Module,
                [PolicyOf] = service.Name,
            },
        },
        ["spec"] = spec,
    };

    /// <summary>The spec of a VirtualService that routes as if there were none.</summary>
    public static JsonObject PlainRoute(string host) => new()
    {
        ["hosts"] = new JsonArray(host),
        ["http"] = new JsonArray(new JsonObject
        {
            ["route"] = new JsonArray(new JsonObject { ["destination"] = new JsonObject { ["host"] = host } }),
        }),
    };

    /// <summary>Whether an object was made for a policy, and sets nothing any more.</summary>
    /// <param name="read">The object as it was read.</param>
    /// <param name="spec">Its spec as it will be.</param>
    public static bool IsSpent(KubeObject read, JsonNode? spec)
    {
        if (!read.Labels.ContainsKey(PolicyOf) || spec is not JsonObject left) return false;
        return left.Text("host") is { } host
            ? left.Count == 1 && host.Length > 0
            : left["hosts"] is JsonArray { Count: 1 } hosts
                && JsonNode.DeepEquals(left, PlainRoute(hosts[0].Text() ?? ""));
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Conventions;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>The metadata of a traffic rule that this module makes.</summary>
internal static class OwnMetadata
{
    public static JsonObject Of(CanaryPods pods) => new()
    {
        ["name"] = pods.Name,
        ["namespace"] = pods.Namespace,
        ["labels"] = new JsonObject
        {
            [ServiceLabels.App] = pods.Name,
            [ServiceLabels.RecommendedName] = pods.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
        },
    };
}

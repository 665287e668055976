using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>What an EndpointSlice says.</summary>
public static class SliceRules
{
    /// <summary>All EndpointSlices of the run's namespaces.</summary>
    public static HealthList List { get; } =
        new(ResourceTypes.EndpointSlice) { Older = ResourceTypes.EndpointSliceBeta };

    /// <summary>The Service that a slice belongs to. Null if it belongs to none.</summary>
    /// <param name="slice">The slice.</param>
    public static string? ServiceOf(KubeObject slice) => slice.Labels.GetValueOrDefault("kubernetes.io/service-name");

    /// <summary>How many endpoints get traffic, and how many there are.</summary>
    /// <param name="slice">The slice.</param>
    public static (int Ready, int All) Count(KubeObject slice)
    {
        int ready = 0;
        int all = 0;
        foreach (JsonElement endpoint in slice.Json.Items("endpoints"))
        {
            all++;
            if (IsReady(endpoint)) ready++;
        }

        return (ready, all);
    }

    /// <summary>An absent condition means ready (kubernetes.io, EndpointSlice conditions).</summary>
    private static bool IsReady(JsonElement endpoint) =>
        endpoint.At("conditions", "ready") is not { ValueKind: JsonValueKind.False };
}

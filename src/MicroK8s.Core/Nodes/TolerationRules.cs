using System.Globalization;
using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>Which pods a taint with the effect NoExecute ends, and when.</summary>
public static class TolerationRules
{
    /// <summary>How long a pod may stay on a node with these taints.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="taints">The taints; those with another effect do not matter.</param>
    /// <returns>Zero: it is evicted at once. Null: it stays.</returns>
    /// <remarks>
    /// kubernetes/kubernetes, pkg/controller/tainteviction, <c>processPodOnNode</c>: the shortest time of the
    /// tolerations that are used.
    /// </remarks>
    public static TimeSpan? StayOf(KubeObject pod, IEnumerable<NodeTaint> taints)
    {
        JsonElement[] tolerations = [.. pod.Json.Items("spec", "tolerations")];
        TimeSpan? stay = null;
        foreach (NodeTaint taint in taints.Where(taint => taint.Effect == nameof(TaintEffect.NoExecute)))
        {
            JsonElement used = tolerations.FirstOrDefault(toleration => Tolerates(toleration, taint));
            if (used.ValueKind == JsonValueKind.Undefined) return TimeSpan.Zero;
            if (!long.TryParse(
                used.Text("tolerationSeconds"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long seconds))
            {
                continue;
            }

            var time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, int.MaxValue));
            if (stay is null || time < stay) stay = time;
        }

        return stay;
    }

    /// <summary>What taints would do to the pods that run on the node now, in lines for people.</summary>
    /// <param name="pods">The pods of the node.</param>
    /// <param name="taints">The taints that are set.</param>
    public static IReadOnlyList<string> Evictions(IEnumerable<KubeObject> pods, IReadOnlyList<NodeTaint> taints) =>
    [
        .. pods.Select(pod => (Pod: pod, Stay: StayOf(pod, taints))).Where(found => found.Stay is not null)
            .OrderBy(found => found.Stay).ThenBy(found => $"{found.Pod}", StringComparer.Ordinal)
            .Select(found => found.Stay == TimeSpan.Zero
                ? $"{found.Pod} is evicted"
                : $"{found.Pod} is evicted after {AgeText.Of(found.Stay!.Value)}"),
    ];

    /// <summary>Whether a toleration tolerates a taint (kubernetes/api, core/v1/toleration.go).</summary>
    private static bool Tolerates(JsonElement toleration, NodeTaint taint)
    {
        string effect = toleration.Text("effect") ?? "";
        string key = toleration.Text("key") ?? "";
        if (effect.Length > 0 && effect != taint.Effect) return false;
        if (key.Length > 0 && key != taint.Key) return false;
        return toleration.Text("operator") switch
        {
            "Exists" => true,
            null or "" or "Equal" => key.Length > 0 && (toleration.Text("value") ?? "") == taint.Value,
            _ => false,
        };
    }
}

using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>No subset gets more traffic while none of its pods is ready: callers would see 503.</summary>
internal static class ReadinessRules
{
    /// <summary>Throws unless the subset can take more traffic.</summary>
    /// <param name="state">What was read.</param>
    /// <param name="subset">The name of the subset. Null for all pods of the service.</param>
    /// <exception cref="ClusterException">SubsetNotFound, SubsetNotReady.</exception>
    public static void Require(TrafficSnapshot state, string? subset)
    {
        Subset[] named = [.. state.Subsets.Where(known => known.Name == subset)];
        if (subset is not null && named.Length == 0) throw Unknown(state, subset);

        if (state.ReadyPods is null)
        {
            throw NotReady(state, subset, $"there is no Service {state.Service.Namespace}/{state.Service.Name}");
        }

        IReadOnlyDictionary<string, string> labels = named.FirstOrDefault()?.Labels ?? new Dictionary<string, string>();
        if (!state.ReadyPods.Any(pod => LabelSelectors.Matches(labels, pod.Labels)))
        {
            string wanted = labels.Count == 0 ? "" : $" with {LabelSelectors.Text(labels)}";
            throw NotReady(state, subset, $"no pod of Service {state.Service.Name}{wanted} is ready");
        }
    }

    /// <summary>The fault of a subset that no DestinationRule defines.</summary>
    public static ClusterException Unknown(TrafficSnapshot state, string subset)
    {
        string[] names = [.. state.Subsets.Select(known => known.Name).Distinct()];
        return new ClusterException(
            ClusterFault.SubsetNotFound,
            $"No DestinationRule of namespace {state.Namespace} defines subset '{subset}' of {state.Service.Name}.",
            subset,
            names.Length == 0
                ? "It has no subsets. Make them with New-Canary."
                : $"It has: {string.Join(", ", names)}.");
    }

    private static ClusterException NotReady(TrafficSnapshot state, string? subset, string why) => new(
        ClusterFault.SubsetNotReady,
        $"{(subset is null ? "The service" : $"Subset {subset}")} cannot take more traffic of {state.Service.Name}: "
        + $"{why}.", subset ?? state.Service.Name, "Wait until a pod is ready, or insist with -Force.");
}

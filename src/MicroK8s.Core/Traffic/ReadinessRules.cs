using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>No subset gets more traffic while none of its pods is ready: callers would see 503.</summary>
internal static class ReadinessRules
{
    /// <summary>Throws unless the backend can take more traffic.</summary>
    /// <param name="state">What was read.</param>
    /// <param name="backend">The backend.</param>
    /// <exception cref="ClusterException">SubsetNotFound, SubsetNotReady.</exception>
    public static void Require(TrafficSnapshot state, RouteBackend backend)
    {
        if (backend.Pods is not { } pods) throw Unknown(state, state.ServiceRoutes, backend.Label);
        if (backend.Refused is { } why) throw NotReady(state, backend, why);
        if (pods.Service is null)
        {
            string name = $"{backend.Service.Namespace}/{backend.Service.Name}";
            throw NotReady(state, backend, $"there is no Service {name} that selects pods");
        }

        if (!state.ReadyPods.Any(pod => pods.Selects(pod.Namespace, pod.Labels)))
        {
            string wanted = pods.Subset.Count == 0 ? "" : $" with {LabelSelectors.Text(pods.Subset)}";
            throw NotReady(state, backend, $"no pod of Service {backend.Service.Name}{wanted} is ready");
        }
    }

    /// <summary>The fault of a subset that nothing defines which holds for the routes.</summary>
    public static ClusterException Unknown(
        TrafficSnapshot state, IReadOnlyList<TrafficRoute> routes, string subset)
    {
        string[] names =
        [
            .. RouteMembers.KnownTo(routes, state.Service)
                .Where(backend => backend.Pods is not null && (backend.Subset is not null
                    || RouteMembers.NamesOf(routes, state.Service).Contains(backend.Label)))
                .Select(backend => backend.Label).Distinct(),
        ];
        return new ClusterException(
            ClusterFault.SubsetNotFound,
            $"Nothing that holds for the routes of namespace {state.Namespace} defines subset '{subset}' of "
            + $"{state.Service.Name}.",
            subset,
            names.Length == 0
                ? "It has no subsets. Make them with New-Canary."
                : $"It has: {string.Join(", ", names)}.");
    }

    private static ClusterException NotReady(TrafficSnapshot state, RouteBackend backend, string why) => new(
        ClusterFault.SubsetNotReady,
        $"{(backend.Subset is { } subset ? $"Subset {subset}" : $"Service {backend.Service.Name}")} cannot take more "
        + $"traffic of {state.Service.Name}: {why}.", backend.Label,
        "Wait until a pod is ready, or insist with -Force.");
}

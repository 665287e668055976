using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Traffic;

/// <summary>Takes all traffic away from a canary; the first step of a rollback.</summary>
public static class CanaryTraffic
{
    /// <summary>
    /// One plan per route that gives the canary a share: the canary gets 0, the others keep their proportion. Whether
    /// stable pods are ready is not asked: the caller is about to repair them.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service and its rules.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plans; none without Istio, without a route, or without a canary that gets traffic.</returns>
    /// <exception cref="ClusterException">OwnedByController, SubsetNotFound, AccessDenied, Unreachable.</exception>
    public static async Task<IReadOnlyList<WeightPlan>> PlanRouteToStableAsync(
        IClusterSession session, string namespaceName, string service, CancellationToken cancellationToken)
    {
        try
        {
            TrafficState state = await TrafficReader
                .ReadAsync(session, namespaceName, service, withPods: false, cancellationToken).ConfigureAwait(false);
            return [.. state.ServiceRoutes.Select(route => Plan(state, route)).OfType<WeightPlan>()];
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            return [];
        }
    }

    /// <summary>Plans and applies, and looks again until nothing is left to change.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service and its rules.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plans that were carried out. Null if the canary got no traffic anyway.</returns>
    /// <exception cref="ClusterException">
    /// OwnedByController, SubsetNotFound, Conflict, AccessDenied, Unreachable.
    /// </exception>
    public static async Task<IReadOnlyList<WeightPlan>?> RouteToStableAsync(
        IClusterSession session, string namespaceName, string service, CancellationToken cancellationToken)
    {
        var done = new List<WeightPlan>();
        for (int round = 1; round <= WeightShift.Tries; round++)
        {
            IReadOnlyList<WeightPlan> plans = await PlanRouteToStableAsync(
                session, namespaceName, service, cancellationToken).ConfigureAwait(false);
            if (plans.Count == 0) return done.Count > 0 ? done : null;
            foreach (WeightPlan plan in plans)
            {
                await WeightShift.ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
                done.Add(plan);
            }
        }

        throw new ClusterException(
            ClusterFault.Conflict,
            $"Somebody else gives the canary of {namespaceName}/{service} traffic again and again.", service,
            "Find out who with: kubectl get virtualservice -o yaml --show-managed-fields.");
    }

    // A route to the canary alone is somebody's decision (a header canary), not a share; the plan's warnings name it.
    private static WeightPlan? Plan(TrafficState state, HttpRoute route)
    {
        string[] routed = [.. TrafficReport.RoutedSubsets([route], state.Service)];
        string? canary = SubsetRules.FindCanary(state.Subsets, routed);
        bool shares = canary is not null && route.Destinations.Count > 1 && route.LeadsTo(state.Service, canary);
        if (!shares) return null;

        var request = new WeightRequest(state.Namespace, state.Service.NameIn(state.Namespace), 0)
        {
            Subset = canary,
            VirtualService = route.VirtualService.Name,
            Route = route.Label,
            Rescale = true,
            IgnoreReadiness = true,
        };
        return WeightPlanner.Plan(request, state);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>Takes all traffic away from a canary; the first step of a rollback.</summary>
public static class CanaryTraffic
{
    /// <summary>
    /// One plan per route, of whatever namespace, that gives the canary a share: the canary gets 0, the others keep
    /// their proportion. Whether stable pods are ready is not asked: the caller is about to repair them.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="canaryGoes">Whether the canary goes next; copies of requests then end, too.</param>
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan; empty without a route, or without a canary that gets traffic.</returns>
    /// <exception cref="ClusterException">OwnedByController, SubsetNotFound, AccessDenied, Unreachable.</exception>
    public static async Task<CanaryTrafficPlan> PlanRouteToStableAsync(
        IClusterSession session, string namespaceName, string service, bool canaryGoes, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        CanarySearch search =
            await CanarySearch.ReadAsync(session, namespaceName, service, cancellationToken).ConfigureAwait(false);
        RequestRules withdrawn = canaryGoes ? RequestRules.None : RequestRules.NoMatch;
        var shares = new List<WeightPlan>();
        var ways = new List<string>(search.Notes);
        foreach ((TrafficRoute route, RouteBackend canary) in search.Shares(withdrawn))
        {
            shares.Add(PlanZero(search, route, canary, withdrawn, ignoreOwner));
        }

        return new CanaryTrafficPlan(shares, [.. ways, .. search.OtherWays(withdrawn)])
        {
            ShareOfPods = search.ShareOfPods,
        };
    }

    /// <summary>Plans and applies, and looks again until nothing is left to change.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="canaryGoes">Whether the canary goes next; copies of requests then end, too.</param>
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plans that were carried out. Null if the canary got no traffic anyway.</returns>
    /// <exception cref="ClusterException">
    /// OwnedByController, SubsetNotFound, Conflict, AccessDenied, Unreachable.
    /// </exception>
    public static async Task<IReadOnlyList<WeightPlan>?> RouteToStableAsync(
        IClusterSession session, string namespaceName, string service, bool canaryGoes, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        var done = new List<WeightPlan>();
        for (int round = 1; round <= ConflictRetry.Tries; round++)
        {
            CanaryTrafficPlan traffic = await PlanRouteToStableAsync(
                session, namespaceName, service, canaryGoes, ignoreOwner, cancellationToken).ConfigureAwait(false);
            if (traffic.Shares.Count == 0) return done.Count > 0 ? done : null;
            foreach (WeightPlan plan in traffic.Shares)
            {
                await WeightShift.ApplyAsync(session, plan, wait: null, cancellationToken).ConfigureAwait(false);
                done.Add(plan);
            }
        }

        throw new ClusterException(
            ClusterFault.Conflict,
            $"Somebody else gives the canary of {namespaceName}/{service} traffic again and again.", service,
            $"metadata.managedFields of {done[^1].Target} tells who.");
    }

    private static WeightPlan PlanZero(
        CanarySearch search, TrafficRoute route, RouteBackend canary, RequestRules withdrawn, bool ignoreOwner)
    {
        var state = new TrafficSnapshot(
            canary.Service, route.Namespace, [.. search.Routes.Where(one => one.Namespace == route.Namespace)]);
        return WeightPlanner.Plan(
            new WeightRequest(route.Namespace, canary.Service.NameIn(route.Namespace), 0)
            {
                Subset = canary.Label,
                RouteObject = route.Target.Name,
                Route = route.Label,
                Requests = withdrawn,
                Rescale = true,
                IgnoreReadiness = true,
                IgnoreOwner = ignoreOwner,
            },
            state);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Routing;
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
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan; empty without a route, or without a canary that gets traffic.</returns>
    /// <exception cref="ClusterException">OwnedByController, SubsetNotFound, AccessDenied, Unreachable.</exception>
    public static async Task<CanaryTrafficPlan> PlanRouteToStableAsync(
        IClusterSession session, string namespaceName, string service, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        CanarySearch search =
            await CanarySearch.ReadAsync(session, namespaceName, service, cancellationToken).ConfigureAwait(false);
        var shares = new List<WeightPlan>();
        var ways = new List<string>(search.Notes);
        foreach ((TrafficRoute route, RouteBackend canary) in search.Shares)
        {
            if (TrafficProviders.Find(route.Provider) is not null)
            {
                shares.Add(PlanZero(search, route, canary, ignoreOwner));
                continue;
            }

            ways.Add(
                $"{route.Title}, still sends {canary.Percent}% to {canary.Label}, which this module cannot change "
                + $"yet: set its weight to 0 in {route.Target}.");
        }

        return new CanaryTrafficPlan(shares, [.. ways, .. search.OtherWays()]);
    }

    /// <summary>Plans and applies, and looks again until nothing is left to change.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plans that were carried out. Null if the canary got no traffic anyway.</returns>
    /// <exception cref="ClusterException">
    /// OwnedByController, SubsetNotFound, Conflict, AccessDenied, Unreachable.
    /// </exception>
    public static async Task<IReadOnlyList<WeightPlan>?> RouteToStableAsync(
        IClusterSession session, string namespaceName, string service, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        var done = new List<WeightPlan>();
        for (int round = 1; round <= ConflictRetry.Tries; round++)
        {
            CanaryTrafficPlan traffic = await PlanRouteToStableAsync(
                session, namespaceName, service, ignoreOwner, cancellationToken).ConfigureAwait(false);
            if (traffic.Shares.Count == 0) return done.Count > 0 ? done : null;
            foreach (WeightPlan plan in traffic.Shares)
            {
                await WeightShift.ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
                done.Add(plan);
            }
        }

        throw new ClusterException(
            ClusterFault.Conflict,
            $"Somebody else gives the canary of {namespaceName}/{service} traffic again and again.", service,
            $"metadata.managedFields of {done[^1].Target} tells who.");
    }

    private static WeightPlan PlanZero(
        CanarySearch search, TrafficRoute route, RouteBackend canary, bool ignoreOwner)
    {
        var state = new TrafficSnapshot(
            canary.Service, route.Namespace, [.. search.Routes.Where(one => one.Namespace == route.Namespace)]);
        return WeightPlanner.Plan(
            new WeightRequest(route.Namespace, canary.Service.NameIn(route.Namespace), 0)
            {
                Subset = canary.Label,
                RouteObject = route.Target.Name,
                Route = route.Label,
                Rescale = true,
                IgnoreReadiness = true,
                IgnoreOwner = ignoreOwner,
            },
            state);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Workloads;

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
    /// <param name="ignoreOwner">Whether a route may be changed that a controller owns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The plan; empty without Istio, without a route, or without a canary that gets traffic.</returns>
    /// <exception cref="ClusterException">OwnedByController, SubsetNotFound, AccessDenied, Unreachable.</exception>
    public static async Task<CanaryTrafficPlan> PlanRouteToStableAsync(
        IClusterSession session, string namespaceName, string service, bool ignoreOwner,
        CancellationToken cancellationToken)
    {
        try
        {
            TrafficSnapshot state = await TrafficReader
                .ReadAsync(session, namespaceName, service, withPods: false, cancellationToken).ConfigureAwait(false);
            if (state.ServiceRoutes.Count == 0) return new CanaryTrafficPlan([], []);
            string? canary =
                await FindByPodsAsync(session.Resources, state, service, cancellationToken).ConfigureAwait(false);
            WeightPlan?[] plans =
                [.. state.ServiceRoutes.Select(route => Plan(state, route, canary, ignoreOwner))];
            return new CanaryTrafficPlan(
                [.. plans.OfType<WeightPlan>()], [.. OtherWays(state, plans, canary)]);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            return new CanaryTrafficPlan([], []);
        }
    }

    /// <summary>Plans and applies, and looks again until nothing is left to change.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service and its rules.</param>
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
            "Find out who with: kubectl get virtualservice -o yaml --show-managed-fields.");
    }

    /// <summary>
    /// The subset that selects the pods of the canary's own Deployment and not those of the service's, whatever its
    /// name and labels. Null without such a Deployment.
    /// </summary>
    private static async Task<string?> FindByPodsAsync(
        IResources resources, TrafficSnapshot state, string service, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Deployment, state.Namespace, service);
        KubeObject?[] found = await Task.WhenAll(
            resources.FindAsync(target, cancellationToken),
            resources.FindAsync(CanaryRequest.TargetFor(state.Namespace, service), cancellationToken))
            .ConfigureAwait(false);
        if (found[1] is not { } canary) return null;
        IReadOnlyDictionary<string, string> stable =
            found[0] is { } one ? WorkloadPods.LabelsOf(one) : new Dictionary<string, string>();
        return CanarySubsets.Find(state, WorkloadPods.LabelsOf(canary), stable)?.Name;
    }

    // A route to the canary alone is somebody's decision (a header canary), not a share; a warning names it.
    private static WeightPlan? Plan(TrafficSnapshot state, IstioRoute route, string? byPods, bool ignoreOwner)
    {
        string? canary = byPods ?? FindByName(state, route);
        bool shares = canary is not null && route.Destinations.Count > 1 && route.LeadsTo(state.Service, canary);
        if (!shares) return null;

        var request = new WeightRequest(state.Namespace, state.Service.NameIn(state.Namespace), 0)
        {
            Subset = canary,
            VirtualService = route.VirtualService.Name,
            Route = route.Label,
            Rescale = true,
            IgnoreReadiness = true,
            IgnoreOwner = ignoreOwner,
        };
        return WeightPlanner.Plan(request, state);
    }

    private static string? FindByName(TrafficSnapshot state, IstioRoute route) => SubsetRules.FindCanary(
        state.Subsets, [.. TrafficReport.RoutedSubsets([route], state.Service)]);

    private static IEnumerable<string> OtherWays(TrafficSnapshot state, WeightPlan?[] plans, string? byPods)
    {
        string? canary = byPods ?? SubsetRules.FindCanary(
            state.Subsets, [.. TrafficReport.RoutedSubsets(state.ServiceRoutes, state.Service)]);
        if (canary is null) return [];
        IstioRoute[] shared = [.. state.ServiceRoutes.Where((_, index) => plans[index] is not null)];
        return state.Routes.SelectMany(
            route => CanaryExposure.Ways(route, state.Service, canary, hasShare: shared.Contains(route)));
    }
}

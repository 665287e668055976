using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Traffic;

/// <summary>Decides what a new weight of the canary changes. Pure.</summary>
internal static class WeightPlanner
{
    /// <summary>The change of one route.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="state">What was read.</param>
    /// <exception cref="ClusterException">
    /// RouteNotFound, AmbiguousRoute, SubsetNotFound, SubsetNotReady, ThirdDestination, OwnedByController, InvalidSpec.
    /// </exception>
    public static WeightPlan Plan(WeightRequest request, TrafficSnapshot state)
    {
        IReadOnlyList<TrafficRoute> named = RouteRules.Named(state, request);
        string canary = request.Subset is null ? FindCanary(state, named) : RequireKnown(state, named, request.Subset);
        TrafficRoute route = RouteRules.Single(named, state.Service, canary);
        RouteWeights weights = WeightSpread.For(route, state.Service, canary, request.Weight, request.Rescale);
        if (weights.HasChanges)
        {
            if (request.Weight > 0 && !request.IgnoreUnreachable) RouteRules.RequireReachable(route);
            if (!request.IgnoreOwner) OwnershipRules.RequireNone(route);
            RequireSubsets(weights, state, request.IgnoreReadiness);
        }

        WeightPlan plan = Describe(request, state, route, canary, weights);
        if (request.Among is null) return plan;
        IEnumerable<TrafficRoute> leftOut = named.Where(other => !ReferenceEquals(other, route));
        return plan with { Warnings = [.. leftOut.Select(other => LeftOut(other, canary)), .. plan.Warnings] };
    }

    private static string LeftOut(TrafficRoute route, string canary) =>
        $"{route.Title}, is left out: it shares no traffic with {canary}. -RouteName {route.Label} changes it.";

    /// <summary>The subset of a name, else the only one whose name is shown so.</summary>
    private static string RequireKnown(TrafficSnapshot state, IReadOnlyList<TrafficRoute> routes, string subset)
    {
        string[] known =
        [
            .. RouteMembers.KnownTo(routes, state.Service).Select(backend => backend.Label)
                .Concat(RouteMembers.NamesOf(routes, state.Service)).Distinct(),
        ];
        if (known.Contains(subset)) return subset;
        string[] shown = [.. known.Where(name => UntrustedText.CleanLine(name) == subset)];
        return shown.Length == 1 ? shown[0] : throw ReadinessRules.Unknown(state, routes, subset);
    }

    private static string FindCanary(TrafficSnapshot state, IReadOnlyList<TrafficRoute> routes)
    {
        IReadOnlyList<string> routed = RouteMembers.NamesOf(routes, state.Service);
        IReadOnlyList<RouteBackend> known = RouteMembers.KnownTo(routes, state.Service);
        string[] names = [.. routed.Concat(known.Select(backend => backend.Subset).OfType<string>()).Distinct()];
        return SubsetRules.FindCanary(known, routed) ?? throw new ClusterException(
            ClusterFault.SubsetNotFound,
            $"None of the subsets of {state.Service.Name} can be told to be the canary: "
            + "none is labelled track=canary or called canary.", state.Service.Name,
            names.Length == 0
                ? "There are none. Make them with New-Canary."
                : $"Name one with -Subset: {string.Join(", ", names)}.");
    }

    private static void RequireSubsets(RouteWeights weights, TrafficSnapshot state, bool ignoreReadiness)
    {
        foreach (RouteShare share in weights.Shares.Where(share => share.Rises && share.IsOfService))
        {
            if (!ignoreReadiness)
            {
                ReadinessRules.Require(state, share.Backend);
            }
            else if (share.Backend.Pods is null)
            {
                throw ReadinessRules.Unknown(state, state.ServiceRoutes, share.Label);
            }
        }
    }

    private static WeightPlan Describe(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary, RouteWeights weights)
    {
        TrafficSplit before = TrafficReport.Of(route, state.Routes, state.Service, canary);
        RouteEdit edit = TrafficProviders.Find(route.Provider)!.SetWeights(route, weights);
        TrafficDestination[] after = [.. weights.Shares.Select((share, index) =>
            share.After with { Weight = edit.Achieved[index] })];
        IEnumerable<RouteShare> canaryFirst = weights.Shares
            .Where(share => share.From != share.To || share.Backend.Is(state.Service, canary))
            .OrderByDescending(share => share.Backend.Is(state.Service, canary));
        return new WeightPlan(
            request,
            route.Target, route.Label, before, canary,
            edit.Writes is [var write] ? write.Patch! : new JsonPatch(route.Object),
            [.. canaryFirst.Select(share => $"{share.Label} {share.From}% → {share.To}%")],
            edit.Fields, [.. Warnings(request, state, route, canary)])
        {
            After = weights.HasChanges
                ? before with
                {
                    Destinations = after,
                    CanaryWeight = after.Where((_, index) =>
                        weights.Shares[index].Backend.Is(state.Service, canary)).Sum(one => one.Weight),
                }
                : before,
            Version = route.Object.ResourceVersion,
            RouteIsNamed = route.Name is not null,
        };
    }

    private static IEnumerable<string> Warnings(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary)
    {
        if (route.Unreachable is { } why) yield return $"{route.Title}, gets no requests: {why}.";
        if (request.Weight > 0) yield break;
        foreach (string way in CanaryExposure.OtherWays(route, state.Routes, state.Service, canary)) yield return way;
    }
}

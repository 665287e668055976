using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

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
        IReadOnlyList<IstioRoute> named = RouteRules.Named(state, request);
        string canary = request.Subset is null ? FindCanary(state, named) : RequireKnown(state, named, request.Subset);
        IstioRoute route = RouteRules.Single(named, state.Service, canary);
        RouteWeights weights = RouteWeights.For(route, state, canary, request);
        if (weights.HasChanges)
        {
            if (!request.IgnoreOwner) OwnershipRules.RequireNone(route, state.Subsets);
            RequireSubsets(weights, state, request.IgnoreReadiness);
        }

        WeightPlan plan = Describe(request, state, route, canary, weights);
        if (request.Among is null) return plan;
        IEnumerable<IstioRoute> leftOut = named.Where(other => !ReferenceEquals(other, route));
        return plan with { Warnings = [.. leftOut.Select(other => LeftOut(other, canary)), .. plan.Warnings] };
    }

    private static string LeftOut(IstioRoute route, string canary) =>
        $"{route.Title}, is left out: it shares no traffic with subset {canary}. -RouteName {route.Label} changes it.";

    /// <summary>The subset of a name, else the only one whose name is shown so.</summary>
    private static string RequireKnown(TrafficSnapshot state, IReadOnlyList<IstioRoute> routes, string subset)
    {
        string[] known =
        [
            .. state.Subsets.Select(one => one.Name).Concat(TrafficReport.RoutedSubsets(routes, state.Service))
                .Distinct(),
        ];
        if (known.Contains(subset)) return subset;
        string[] shown = [.. known.Where(name => UntrustedText.CleanLine(name) == subset)];
        return shown.Length == 1 ? shown[0] : throw ReadinessRules.Unknown(state, subset);
    }

    private static string FindCanary(TrafficSnapshot state, IReadOnlyList<IstioRoute> routes)
    {
        string[] routed = [.. TrafficReport.RoutedSubsets(routes, state.Service)];
        string[] names = [.. routed.Concat(state.Subsets.Select(subset => subset.Name)).Distinct()];
        return SubsetRules.FindCanary(state.Subsets, routed) ?? throw new ClusterException(
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
                ReadinessRules.Require(state, share.Subset);
            }
            else if (share.Subset is { } subset && state.Subsets.All(known => known.Name != subset))
            {
                throw ReadinessRules.Unknown(state, subset);
            }
        }
    }

    private static WeightPlan Describe(
        WeightRequest request, TrafficSnapshot state, IstioRoute route, string canary, RouteWeights weights)
    {
        TrafficSplit before = TrafficReport.Of(route, state.Service, state.Subsets, canary);
        IEnumerable<RouteShare> canaryFirst = weights.Shares
            .Where(share => share.From != share.To || share.Subset == canary)
            .OrderByDescending(share => share.Subset == canary);
        return new WeightPlan(
            request,
            new ResourceRef(ResourceTypes.VirtualService, route.Namespace, route.VirtualService.Name),
            route.Label, before, canary, weights.ToPatch(route),
            [.. canaryFirst.Select(share => $"{share.Label} {share.From} % → {share.To} %")],
            [.. weights.Changed.Select(share => share.Field(route))],
            request.Weight > 0 ? [] : [.. CanaryExposure.OtherWays(route, state.Routes, state.Service, canary)])
        {
            After = weights.HasChanges
                ? before with { Destinations = [.. weights.Shares.Select(s => s.After)], CanaryWeight = request.Weight }
                : before,
            Version = route.VirtualService.ResourceVersion,
            RouteIsNamed = route.Name is not null,
        };
    }
}

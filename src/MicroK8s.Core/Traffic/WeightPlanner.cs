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
        RouteRules.RequireKnown(state, route);
        RequireFitting(request, route);
        ITrafficProvider provider = TrafficProviders.Find(route.Provider);
        if (request.Requests is { } rules) provider.RequireAble(rules);
        RouteWeights weights = WeightsFor(request, state, route, canary);
        RouteEdit edit = provider.SetWeights(route, weights);
        bool leadsToCanary = request.Weight > 0 || request.Requests is { LeadToCanary: true };
        if (weights.HasChanges || edit.Writes.Count + edit.WritesWhenReady.Count > 0)
        {
            if (leadsToCanary && !request.IgnoreUnreachable) RouteRules.RequireReachable(route);
            if (!request.IgnoreOwner) OwnershipRules.RequireNone(route);
            RequireSubsets(weights, state, edit, request.IgnoreReadiness);
        }

        WeightPlan plan = Describe(request, state, route, canary, weights, edit);
        if (request.Among is null) return plan;
        IEnumerable<TrafficRoute> leftOut = named.Where(other => !ReferenceEquals(other, route));
        return plan with { Warnings = [.. leftOut.Select(other => LeftOut(other, canary)), .. plan.Warnings] };
    }

    private static RouteWeights WeightsFor(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary)
    {
        RouteWeights weights = WeightSpread.For(
            route, state.Service, canary, request.Weight, request.Rescale) with { MaxReplicas = request.MaxReplicas };
        return request.Requests is not { } rules ? weights : weights with
        {
            Requests = new RequestEdit(
                rules, weights.Shares.First(share => share.Backend.Is(state.Service, canary)), state.Service,
                state.Routes),
        };
    }

    private static void RequireFitting(WeightRequest request, TrafficRoute route)
    {
        if (request.MaxReplicas is not { } most
            || route.Provider == TrafficProviders.WithoutRoutes.Reader.Provider) return;
        throw InvalidInput.Of(
            "MaxReplicas", $"{most}", $"does not apply: {route.Title}, shares traffic by weight",
            "Leave it out; it is for services without a mesh, a Gateway or an Ingress.");
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

    private static void RequireSubsets(
        RouteWeights weights, TrafficSnapshot state, RouteEdit edit, bool ignoreReadiness)
    {
        RouteShare? asked = weights.Requests is { Rules.LeadToCanary: true } requests ? requests.Canary : null;
        IEnumerable<RouteShare> getMore = weights.Shares.Where(share => share.Rises || share == asked);
        foreach (RouteShare share in getMore.Where(share => share.IsOfService))
        {
            // A share that is made of pods begins with pods that are not there yet.
            if (share.Backend.Source is { } source && (share.Counts == 0 || IsBegun(source, edit))) continue;
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

    /// <summary>Whether an earlier call has started all pods; they are waited for.</summary>
    private static bool IsBegun(KubeObject source, RouteEdit edit) =>
        edit.Awaited.Contains(source) && !edit.Writes.Any(change => change.Target.Name == source.Name);

    private static WeightPlan Describe(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary, RouteWeights weights,
        RouteEdit edit)
    {
        TrafficSplit before = TrafficReport.Of(route, state.Routes, state.Service, canary);
        TrafficDestination[] after = [.. weights.Shares.Select((share, index) =>
            share.After with { Weight = edit.Achieved[index] })];
        IEnumerable<RouteShare> canaryFirst = weights.Shares
            .Where(share => share.From != share.To || share.Backend.Is(state.Service, canary))
            .OrderByDescending(share => share.Backend.Is(state.Service, canary));
        return new WeightPlan(
            request,
            route.Target, route.Label, before, canary,
            [.. edit.Writes.Select(change => change.Write)],
            [.. canaryFirst.Select(share => $"{share.Label} {share.From}% → {edit.Achieved[share.Index]}%")],
            edit.Fields, [.. edit.Notes, .. Warnings(request, state, route, canary)])
        {
            Awaited = edit.Awaited,
            WritesWhenReady = [.. edit.WritesWhenReady.Select(change => change.Write)],
            After = weights.HasChanges || edit.Writes.Count + edit.WritesWhenReady.Count > 0
                ? before with
                {
                    Destinations = after,
                    CanaryWeight = after.Where((_, index) =>
                        weights.Shares[index].Backend.Is(state.Service, canary)).Sum(one => one.Weight),
                    HeaderMatchesCanary = request.Requests?.Matches is { Count: > 0 } || CanaryExposure.HeaderMatches(
                        route, RoutesAfter(request, state, route, canary), state.Service, canary),
                    MirrorPercent = request.Requests?.MirrorPercent ?? before.MirrorPercent,
                }
                : before,
            RouteIsNamed = route.Name is not null,
        };
    }

    private static IEnumerable<string> Warnings(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary)
    {
        if (route.Unreachable is { } why) yield return $"{route.Title}, gets no requests: {why}.";
        if (request.Weight > 0) yield break;
        IEnumerable<TrafficRoute> all = RoutesAfter(request, state, route, canary);
        foreach (string way in CanaryExposure.OtherWays(route, all, state.Service, canary)) yield return way;
    }

    /// <summary>
    /// The routes without the matches and the mirror that the request replaces, so that warnings name only the others.
    /// </summary>
    private static IEnumerable<TrafficRoute> RoutesAfter(
        WeightRequest request, TrafficSnapshot state, TrafficRoute route, string canary)
    {
        RouteBackend? backend = route.Backends.FirstOrDefault(one => one.Is(state.Service, canary));
        TrafficRoute? own = request.Requests?.Matches is null || backend is null ? null
            : TrafficProviders.Find(route.Provider).MatchRouteOf(route, backend, state.Routes);
        return state.Routes.Where(other => own?.IsSame(other) != true).Select(other =>
            request.Requests?.MirrorPercent is not null && other.IsSame(route) ? other with { Mirrors = [] } : other);
    }
}

using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>The weights of one route, before and after; written with a total of 100.</summary>
internal sealed record RouteWeights(IReadOnlyList<RouteShare> Shares)
{
    /// <summary>Whether a new destination is written even if its weight is 0.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>
    /// Whether the shares differ, exactly and not only after rounding: 1 of 3 becomes 33 of 100, 9 of 90 is 10.
    /// </summary>
    public bool HasChanges
    {
        get
        {
            if (Shares.Any(share => share.IsNew)) return KeepsZero || Shares.Any(share => share.IsNew && share.To > 0);
            if (Shares.Count == 1) return Shares[0].To != Shares[0].From;
            long total = Shares.Sum(share => (long)Math.Max(share.Raw ?? 0, 0));
            return total == 0 || Shares.Any(share => Math.Max(share.Raw ?? 0, 0) * 100L != share.To * total);
        }
    }

    /// <summary>The destinations whose weights have to be written.</summary>
    public IEnumerable<RouteShare> Changed => HasChanges ? Shares.Where(share => share.Raw != share.To) : [];

    /// <summary>The weights when the canary gets its share and the others keep their proportion.</summary>
    /// <exception cref="ClusterException">ThirdDestination, SubsetNotFound, InvalidSpec.</exception>
    public static RouteWeights For(IstioRoute route, TrafficSnapshot state, string canary, WeightRequest request)
    {
        List<TrafficDestination> all = [.. route.Destinations];
        int known = all.Count;
        int index = route.IndexOf(state.Service, canary);
        if (index < 0)
        {
            index = known;
            all.Add(Sibling(all.First(destination => route.LeadsTo(destination, state.Service)), canary));
        }
        else if (known == 1)
        {
            all.Add(Sibling(all[0], StableFor(route, state, canary)));
        }

        RequirePlain(route, all, index, request.Rescale);
        int[] to = Spread(all, index, request.Weight, StableIndex(all, index, state));
        return new RouteWeights(
            [.. all.Select((d, i) => new RouteShare(d, i, i >= known, route.LeadsTo(d, state.Service), to[i]))]);
    }

    /// <summary>The change of named paths; every one is guarded by the destination that it was planned for.</summary>
    public JsonPatch ToPatch(IstioRoute route)
    {
        var patch = new JsonPatch(route.VirtualService);
        foreach (RouteShare share in Changed)
        {
            if (share.IsNew)
            {
                patch.Add($"{route.Path}/route/-", share.After.ToNode());
                continue;
            }

            string path = share.Path(route);
            patch.Test($"{path}/destination/host", share.Destination.Host);
            if (share.Subset is { } subset) patch.Test($"{path}/destination/subset", subset);
            _ = share.Raw is null ? patch.Add($"{path}/weight", share.To) : patch.Replace($"{path}/weight", share.To);
        }

        return patch;
    }

    private static TrafficDestination Sibling(TrafficDestination model, string subset) =>
        model with { Subset = subset, Weight = 0, RawWeight = null };

    private static string StableFor(IstioRoute route, TrafficSnapshot state, string canary)
    {
        string[] routed = [.. TrafficReport.RoutedSubsets([route], state.Service)];
        string? stable = SubsetRules.FindStable(state.Subsets, routed);
        return stable is not null && stable != canary ? stable : throw new ClusterException(
            ClusterFault.SubsetNotFound,
            $"{route.Title}, leads to subset {canary} alone, and no stable subset can be told for the rest.", canary,
            "Label the stable subset's pods track=stable, or call the subset stable.");
    }

    private static void RequirePlain(IstioRoute route, List<TrafficDestination> all, int canary, bool rescale)
    {
        TrafficDestination[] others = [.. all.Where((_, index) => index != canary)];
        if (others.Any(other => other.Subset == all[canary].Subset && other.Host == all[canary].Host))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"{route.Title}, names subset {all[canary].Subset} twice.", route.Label,
                "Leave one of the two destinations.");
        }

        if (others.Length > 1 && !rescale)
        {
            throw new ClusterException(
                ClusterFault.ThirdDestination,
                $"{route.Title}, leads to more than stable and canary: {string.Join(", ", all)}.", route.Label,
                "With -Rescale the others keep their proportion to each other.");
        }
    }

    private static int StableIndex(List<TrafficDestination> all, int canary, TrafficSnapshot state)
    {
        string[] routed = [.. all.Select(destination => destination.Subset).OfType<string>().Distinct()];
        string? stable = SubsetRules.FindStable(state.Subsets, routed);
        int found = all.FindIndex(destination => destination.Subset is not null && destination.Subset == stable);
        return found >= 0 && found != canary ? found : canary == 0 ? 1 : 0;
    }

    private static int[] Spread(List<TrafficDestination> all, int canary, int weight, int heir)
    {
        int[] others = [.. all.Select((d, index) => index == canary ? 0 : Math.Max(d.RawWeight ?? d.Weight, 0))];

        // When all the others are at 0 there is no proportion to keep, and the stable one takes the rest.
        if (others.Sum(other => (long)other) == 0) others[heir] = 1;
        int[] shares = [.. WeightArithmetic.Share(100 - weight, others)];
        shares[canary] = weight;
        return shares;
    }
}

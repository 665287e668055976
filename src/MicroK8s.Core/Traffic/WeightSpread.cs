using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Traffic;

/// <summary>Spreads the traffic of a route anew.</summary>
internal static class WeightSpread
{
    /// <summary>The weights when the canary gets its share and the others keep their proportion.</summary>
    /// <exception cref="ClusterException">ThirdDestination, SubsetNotFound, InvalidSpec.</exception>
    public static RouteWeights For(TrafficRoute route, ServiceHost service, string canary, int weight, bool rescale)
    {
        List<RouteBackend> all = [.. route.Backends];
        int known = all.Count;
        int index = route.IndexOf(service, canary);
        if (index < 0)
        {
            index = known;
            all.Add(Sibling(route, all.First(backend => backend.Service == service), canary));
        }
        else if (known == 1)
        {
            all.Add(Sibling(route, all[0], StableFor(route, service, canary)));
        }

        RequirePlain(route, all, index, rescale);
        int[] to = Spread(all, index, weight, StableIndex(all, index));
        IReadOnlyList<RouteBackend> members = RouteMembers.Of(route, service);
        return new RouteWeights([.. all.Select((backend, i) => new RouteShare(
            backend, i, i >= known, backend.Service == service || members.Contains(backend), to[i]))]);
    }

    /// <summary>The backend that the canary, or the stable pods, get beside the one that is there.</summary>
    private static RouteBackend Sibling(TrafficRoute route, RouteBackend model, string name) => route.HasSubsets
        ? Subset(route, model, name)
        : model with
        {
            Destination = model.Destination with { Host = name, Weight = 0, RawWeight = null },
            Service = model.Service with { Name = name },
            Pods = model.Pods is null ? null : model.Pods with { Service = null },
        };

    private static RouteBackend Subset(TrafficRoute route, RouteBackend model, string subset) =>
        (route.Spare.FirstOrDefault(spare => spare.Is(model.Service, subset)) ?? model with { Pods = null }) with
        {
            Destination = model.Destination with { Subset = subset, Weight = 0, RawWeight = null },
        };

    private static string StableFor(TrafficRoute route, ServiceHost service, string canary)
    {
        string? stable = SubsetRules.FindStable(
            RouteMembers.KnownTo([route], service), RouteMembers.NamesOf([route], service));
        return stable is not null && stable != canary ? stable : throw new ClusterException(
            ClusterFault.SubsetNotFound,
            $"{route.Title}, leads to subset {canary} alone, and no stable subset can be told for the rest.", canary,
            "Label the stable subset's pods track=stable, or call the subset stable.");
    }

    private static void RequirePlain(TrafficRoute route, List<RouteBackend> all, int canary, bool rescale)
    {
        RouteBackend[] others = [.. all.Where((_, index) => index != canary)];
        if (others.Any(other => other.Subset == all[canary].Subset
            && other.Destination.Host == all[canary].Destination.Host))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, $"{route.Title}, names {all[canary].Label} twice.", route.Label,
                "Leave one of the two destinations.");
        }

        if (others.Length > 1 && !rescale)
        {
            throw new ClusterException(
                ClusterFault.ThirdDestination,
                $"{route.Title}, leads to more than stable and canary: "
                + $"{string.Join(", ", all.Select(backend => backend.Destination))}.", route.Label,
                "With -Rescale the others keep their proportion to each other.");
        }
    }

    private static int StableIndex(List<RouteBackend> all, int canary)
    {
        string? stable = SubsetRules.FindStable(all, [.. all.Select(backend => backend.Label).Distinct()]);
        int found = all.FindIndex(backend => backend.Label == stable);
        return found >= 0 && found != canary ? found : canary == 0 ? 1 : 0;
    }

    private static int[] Spread(List<RouteBackend> all, int canary, int weight, int heir)
    {
        int[] others = [.. all.Select((d, index) => index == canary ? 0 : d.Counts)];

        // When all the others are at 0 there is no proportion to keep, and the stable one takes the rest.
        if (others.Sum(other => (long)other) == 0) others[heir] = 1;
        int[] shares = [.. WeightArithmetic.Share(100 - weight, others)];
        shares[canary] = weight;
        return shares;
    }
}

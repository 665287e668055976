using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>The weights of one route, before and after; written with a total of 100.</summary>
/// <param name="Shares">The backends, new ones last.</param>
internal sealed record RouteWeights(IReadOnlyList<RouteShare> Shares)
{
    /// <summary>Whether a new backend is written even if its weight is 0.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>
    /// How many pods there may be in all, where pods are all that shares are made of. Null for as many as there are.
    /// </summary>
    public int? MaxReplicas { get; init; }

    /// <summary>What else becomes of requests. Null to leave it as it is.</summary>
    public RequestEdit? Requests { get; init; }

    /// <summary>
    /// Whether the shares differ, exactly and not only after rounding: 1 of 3 becomes 33 of 100, 9 of 90 is 10.
    /// </summary>
    public bool HasChanges
    {
        get
        {
            if (Shares.Any(share => share.IsNew)) return KeepsZero || Shares.Any(share => share.IsNew && share.To > 0);
            if (Shares.Count == 1) return Shares[0].To != Shares[0].From;
            long total = Shares.Sum(share => (long)share.Counts);
            return total == 0 || Shares.Any(share => share.Counts * 100L != share.To * total);
        }
    }

    /// <summary>Whether a backend that is there already has a share.</summary>
    public bool HaveShareOf(ServiceHost service, string label) =>
        Shares.Any(share => share is { IsNew: false, From: > 0 } && share.Backend.Is(service, label));

    /// <summary>The backends whose weights have to be written.</summary>
    public IEnumerable<RouteShare> Changed => HasChanges ? Shares.Where(share => share.Raw != share.To) : [];

    /// <summary>What each backend gets where weights are carried out as they are written.</summary>
    public IReadOnlyList<int> Wanted => [.. Shares.Select(share => share.To)];
}

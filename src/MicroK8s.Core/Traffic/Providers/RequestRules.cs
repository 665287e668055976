namespace MicroK8s.Traffic.Providers;

/// <summary>Which requests go to a canary beside its weight.</summary>
public sealed record RequestRules
{
    /// <summary>Requests with one of these go to the canary. Null to leave it as it is; empty for none.</summary>
    public IReadOnlyList<RequestMatch>? Matches { get; init; }

    /// <summary>
    /// How many percent of the requests are copied to the canary, whose answers to them nobody sees. Null to leave it
    /// as it is; 0 for none.
    /// </summary>
    public int? MirrorPercent { get; init; }

    /// <summary>No match and no copy.</summary>
    public static RequestRules None { get; } = new() { Matches = [], MirrorPercent = 0 };

    /// <summary>No match; copies stay, because nobody sees their answers.</summary>
    public static RequestRules NoMatch { get; } = new() { Matches = [] };

    /// <summary>Whether the canary gets requests by them.</summary>
    public bool LeadToCanary => Matches is { Count: > 0 } || MirrorPercent > 0;
}

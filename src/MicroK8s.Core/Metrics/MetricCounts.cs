namespace MicroK8s.Metrics;

/// <summary>Requests that were counted.</summary>
/// <param name="Side">Whose requests.</param>
/// <param name="Window">
/// Of which time, by the clock of Prometheus. Counters are known at scrapes only: what is counted came between the last
/// scrape before its begin and the last one before its end.
/// </param>
/// <param name="Requests">How many requests; not extrapolated.</param>
/// <param name="Failures">How many of them failed; how the source tells it is in its own documentation.</param>
public sealed record MetricCounts(MetricSide Side, MetricWindow Window, long Requests, long Failures)
    : MetricReading(Side, Window)
{
    /// <summary>
    /// The source and variant that was read, such as <c>Istio (istio_requests_total, reporter destination)</c>.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The durations. Null if they were not asked for.</summary>
    public MetricLatency? Latency { get; init; }

    /// <summary>
    /// The requests of equal parts of the window, the earliest first; together they are
    /// <see cref="Requests"/>, but for rounding. Empty if they were not asked for.
    /// </summary>
    public IReadOnlyList<long> Trend { get; init; } = [];

    /// <summary>When the newest sample was scraped, UTC.</summary>
    public required DateTimeOffset NewestSample { get; init; }

    /// <summary>The time between two scrapes. Null if there are not two samples yet.</summary>
    public TimeSpan? ScrapeInterval { get; init; }

    /// <summary>
    /// Whether there may have been more requests: counters began within the window, and nothing told what they had
    /// counted before their first sample.
    /// </summary>
    public bool IsLowerBound { get; init; }

    /// <summary>
    /// What a reader of the numbers should know, as sentences: what was left out, what is only a bound.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The share of requests that did not fail, 0 to 1. Null without requests.</summary>
    public double? SuccessRate => Requests > 0 ? 1 - ((double)Failures / Requests) : null;
}

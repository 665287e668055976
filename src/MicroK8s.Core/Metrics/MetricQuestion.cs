namespace MicroK8s.Metrics;

/// <summary>What is to be counted.</summary>
public sealed record MetricQuestion
{
    /// <summary>Count the requests that take longer than this. Null for none.</summary>
    public TimeSpan? SlowerThan { get; init; }

    /// <summary>The quantile of the durations to show, from 0 to 1, such as 0.99. Null for none.</summary>
    public double? Quantile { get; init; }

    /// <summary>More quantiles to show, from 0 to 1, all of them by one query. None by default.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>
    /// Whether requests are counted also where no durations are measured, instead of being inconclusive.
    /// </summary>
    public bool MayLackLatency { get; init; }

    /// <summary>
    /// In how many equal parts of the window to count requests; fewer where scrapes are further apart. 0 for none.
    /// </summary>
    public int TrendParts { get; init; }

    /// <summary>Fewer requests than this are no evidence; at least 1.</summary>
    public long MinimumRequests { get; init; } = 1;

    /// <summary>
    /// The newest sample may be so many scrape intervals old; one that is late, and one that failed, are no reason to
    /// doubt.
    /// </summary>
    public int StaleAfterScrapes { get; init; } = 3;

    /// <summary>
    /// The time between two scrapes where there are not two samples yet to tell it. The default is that of Prometheus,
    /// one minute (<c>scrape_interval</c>).
    /// </summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromMinutes(1);
}

namespace MicroK8s.Metrics;

/// <summary>An expression to evaluate at one instant.</summary>
/// <param name="Expression">
/// PromQL. A range selector such as <c>up[5m]</c> gives the raw samples as they were scraped.
/// </param>
public sealed record PrometheusQuery(string Expression)
{
    /// <summary>The instant, UTC, by the clock of Prometheus. Null for its now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How long Prometheus may work on it; it stops by itself then.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

namespace MicroK8s.Metrics;

/// <summary>The time whose requests are counted, by the clock of Prometheus.</summary>
/// <param name="Start">Its begin, UTC; what was counted up to then does not belong to it.</param>
/// <param name="End">Its end, UTC.</param>
public sealed record MetricWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => End - Start;
}

namespace MicroK8s.Metrics;

/// <summary>Nothing that a decision could be based on; never to be taken for zero requests or zero failures.</summary>
/// <param name="Side">Whose requests.</param>
/// <param name="Window">Of which time, by the clock of Prometheus.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">Why, as one or two sentences.</param>
public sealed record MetricInconclusive(
    MetricSide Side, MetricWindow Window, InconclusiveReason Reason, string Message) : MetricReading(Side, Window)
{
    /// <summary>
    /// What was counted all the same, for <see cref="InconclusiveReason.TooFewRequests"/>. Null else.
    /// </summary>
    public MetricCounts? Counts { get; init; }
}

namespace MicroK8s.Metrics;

/// <summary>The value of a PromQL expression of the user's own.</summary>
/// <param name="Side">For whom it was evaluated.</param>
/// <param name="Window">For which time, by the clock of Prometheus.</param>
/// <param name="Value">The value, never NaN; may be infinite.</param>
public sealed record MetricNumber(MetricSide Side, MetricWindow Window, double Value) : MetricReading(Side, Window);

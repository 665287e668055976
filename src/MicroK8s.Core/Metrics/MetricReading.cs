namespace MicroK8s.Metrics;

/// <summary>
/// What was read for one side: <see cref="MetricCounts"/>, <see cref="MetricNumber"/>, or
/// <see cref="MetricInconclusive"/>.
/// </summary>
/// <param name="Side">Whose requests.</param>
/// <param name="Window">Of which time, by the clock of Prometheus.</param>
public abstract record MetricReading(MetricSide Side, MetricWindow Window);

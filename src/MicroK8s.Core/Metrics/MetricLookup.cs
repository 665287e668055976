namespace MicroK8s.Metrics;

/// <summary>Which source has series for all sides.</summary>
/// <param name="Variant">The one to read. Null if there is none.</param>
/// <param name="Inconclusive">Why there is none. Null if there is one.</param>
public sealed record MetricLookup(MetricVariant? Variant, MetricInconclusive? Inconclusive);

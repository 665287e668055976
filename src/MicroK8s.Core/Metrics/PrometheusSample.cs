namespace MicroK8s.Metrics;

/// <summary>One value of a series.</summary>
/// <param name="Time">When it was scraped or evaluated, UTC, to the millisecond.</param>
/// <param name="Value">The value; may be NaN or infinite.</param>
public readonly record struct PrometheusSample(DateTimeOffset Time, double Value);

namespace MicroK8s.Metrics;

/// <summary>By how much one counter grew within a window.</summary>
/// <param name="Series">The counter.</param>
/// <param name="Value">The increase: whole requests, as they were scraped.</param>
/// <param name="IsLowerBound">
/// Whether what it had counted before its first sample is unknown, and therefore not in the value.
/// </param>
internal readonly record struct CounterIncrease(PrometheusSeries Series, double Value, bool IsLowerBound);

namespace MicroK8s.Metrics;

/// <summary>How long requests took.</summary>
/// <param name="Timed">How many requests were measured, of which the slow ones are a part.</param>
/// <param name="Slow">
/// How many took longer than <paramref name="Edge"/>. Null if slow ones were not asked for.
/// </param>
/// <param name="Bound">The bound that was asked for. Null if none was.</param>
/// <param name="Edge">
/// The edge of a bucket that they were counted by: the bound itself, or the next lower one, so that no slow request is
/// missed. Null if no bound was asked for.
/// </param>
public sealed record MetricLatency(long Timed, long? Slow, TimeSpan? Bound, TimeSpan? Edge)
{
    /// <summary>
    /// The quantile that was asked for, interpolated by Prometheus (<c>histogram_quantile</c>): to show, not to decide
    /// by. Null if none was asked for or Prometheus has too few samples for it.
    /// </summary>
    public TimeSpan? Quantile { get; init; }

    /// <summary>
    /// The values of the quantiles that were asked for, as <see cref="Quantile"/>; each of them may be null. Empty if
    /// none were asked for.
    /// </summary>
    public IReadOnlyList<TimeSpan?> Quantiles { get; init; } = [];

    /// <summary>Whether the bound is an edge, so that the slow requests are exactly counted.</summary>
    public bool IsExact => Edge == Bound;
}

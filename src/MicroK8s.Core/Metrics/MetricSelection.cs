namespace MicroK8s.Metrics;

/// <summary>The series of one side.</summary>
/// <param name="Requests">Counters of requests.</param>
/// <param name="IsFailure">Whether a series of <paramref name="Requests"/>, by its labels, counts failed ones.</param>
internal sealed record MetricSelection(
    SeriesSelector Requests, Func<PrometheusSeries, bool> IsFailure)
{
    /// <summary>Counters of failed requests that no label of the others tells. Null if a label does.</summary>
    public SeriesSelector? Failures { get; init; }

    /// <summary>The buckets of the durations, of every <c>le</c>. Null if durations are not measured.</summary>
    public SeriesSelector? Buckets { get; init; }

    /// <summary>The unit of <c>le</c>.</summary>
    public TimeSpan Unit { get; init; } = TimeSpan.FromSeconds(1);
}

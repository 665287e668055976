namespace MicroK8s.Metrics;

/// <summary>What an expression evaluates to.</summary>
/// <param name="Kind">What the expression is.</param>
/// <param name="Series">The series in the order of the answer; a scalar is one series without labels.</param>
public sealed record PrometheusAnswer(PrometheusResultKind Kind, IReadOnlyList<PrometheusSeries> Series)
{
    /// <summary>
    /// What makes the series only a part, such as a store that did not answer. Remarks on the expression itself are not
    /// among them: they begin with <c>PromQL</c> (prometheus/prometheus, util/annotations).
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>
/// Counters of the user's own: selectors such as
/// <c>my_requests_total{namespace="{{namespace}}",pod=~"{{pods}}"}</c>, with the placeholders of
/// <see cref="PromQlTemplate"/>. A selector has no functions: the counts are taken from the raw samples.
/// </summary>
public sealed class CustomMetrics : MetricSource
{
    private CustomMetrics(MetricVariant variant) => Variants = [variant];

    /// <inheritdoc/>
    public override string Name => "Custom";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricVariant> Variants { get; }

    /// <summary>Makes a source of selectors.</summary>
    /// <param name="requests">Counters of all requests.</param>
    /// <param name="failures">Counters of failed requests.</param>
    /// <param name="buckets">
    /// The buckets of a classic histogram of durations, without a matcher of <c>le</c>. Null if durations do not
    /// matter.
    /// </param>
    /// <param name="unit">The unit of the buckets. Null for seconds.</param>
    /// <exception cref="ClusterException">InvalidSpec: no selector, or a wrong placeholder.</exception>
    public static CustomMetrics Parse(string requests, string failures, string? buckets = null, TimeSpan? unit = null)
    {
        Func<MetricSide, SeriesSelector> requestsOf = Selector(requests);
        Func<MetricSide, SeriesSelector> failuresOf = Selector(failures);
        Func<MetricSide, SeriesSelector>? bucketsOf = buckets is null ? null : Selector(buckets);
        return new CustomMetrics(new MetricVariant("Custom", requests, side => new MetricSelection(
            requestsOf(side), static _ => false)
        {
            Failures = failuresOf(side),
            Buckets = bucketsOf?.Invoke(side),
            Unit = unit ?? TimeSpan.FromSeconds(1),
        }));
    }

    private static Func<MetricSide, SeriesSelector> Selector(string text)
    {
        PromQlTemplate template = PromQlTemplate.Parse(text);
        ClusterException Invalid() => new(
            ClusterFault.InvalidSpec,
            $"'{text}' is not a selector of counters: a metric with labels in braces, without functions and ranges.",
            text,
            "Write it as my_requests_total{namespace=\"{{namespace}}\",pod=~\"{{pods}}\"}.");
        var sample = new MetricSide("default", "web");
        if (SeriesSelector.Parse(template.Fill(sample, TimeSpan.FromMinutes(1))) is null) throw Invalid();
        return side => SeriesSelector.Parse(template.Fill(side, TimeSpan.FromMinutes(1))) ?? throw Invalid();
    }
}

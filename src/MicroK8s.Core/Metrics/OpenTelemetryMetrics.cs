namespace MicroK8s.Metrics;

/// <summary>
/// What the service itself measures by OpenTelemetry's HTTP conventions. Since they are stable:
/// <c>http.server.request.duration</c> in seconds, for Prometheus
/// <c>http_server_request_duration_seconds_{count,bucket}</c> with <c>http_response_status_code</c>; before:
/// <c>http.server.duration</c> in milliseconds, <c>http_server_duration_milliseconds_{count,bucket}</c> with
/// <c>http_status_code</c>, from some exporters without the unit (opentelemetry.io, "Semantic conventions for HTTP
/// metrics", "HTTP semantic convention stability migration" and "Prometheus and OpenMetrics compatibility").
/// </summary>
/// <remarks>
/// The pods are told by labels that Prometheus adds: <c>namespace</c> and <c>pod</c> by its operator and current
/// charts, <c>kubernetes_namespace</c> and <c>kubernetes_pod_name</c> by old ones, <c>k8s_namespace_name</c> and
/// <c>k8s_pod_name</c> by a collector, also with <c>exported_</c> before the first two. A service that exports both
/// generations (<c>http/dup</c>) is counted by the stable one.
/// </remarks>
public sealed class OpenTelemetryMetrics : MetricSource
{
    private static readonly (string Metric, TimeSpan Unit)[] Metrics =
    [
        ("http_server_request_duration_seconds", TimeSpan.FromSeconds(1)),
        ("http_server_duration_milliseconds", TimeSpan.FromMilliseconds(1)),
        ("http_server_duration", TimeSpan.FromMilliseconds(1)),
    ];

    private static readonly (string Namespace, string Pod)[] Labels =
    [
        ("namespace", "pod"), ("kubernetes_namespace", "kubernetes_pod_name"),
        ("k8s_namespace_name", "k8s_pod_name"), ("exported_namespace", "exported_pod"),
    ];

    internal OpenTelemetryMetrics() => Variants =
        [.. Metrics.SelectMany(metric => Labels.Select(label => Labelled(metric.Metric, metric.Unit, label)))];

    /// <inheritdoc/>
    public override string Name => "OpenTelemetry";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricVariant> Variants { get; }

    /// <summary>A status of 5xx; or <c>error_type</c> without any status, as when the connection broke.</summary>
    internal static bool IsFailure(PrometheusSeries series)
    {
        string status = series.Label("http_response_status_code") is { Length: > 0 } stable
            ? stable
            : series.Label("http_status_code");
        return status.Length > 0 ? status.StartsWith('5') : series.Label("error_type").Length > 0;
    }

    private MetricVariant Labelled(string metric, TimeSpan unit, (string Namespace, string Pod) label)
    {
        return new MetricVariant(Name, $"{metric}, label {label.Pod}", side => new MetricSelection(
            Of("_count", side), IsFailure)
        {
            Buckets = Of("_bucket", side),
            Unit = unit,
        });

        SeriesSelector Of(string part, MetricSide side) => SeriesSelector.Of(metric + part)
            .Equal(label.Namespace, side.Namespace).Matching(label.Pod, side.PodPattern);
    }
}

namespace MicroK8s.Metrics;

/// <summary>
/// The standard metrics of Istio's proxies: <c>istio_requests_total</c> and
/// <c>istio_request_duration_milliseconds_bucket</c>, selected by <c>destination_workload_namespace</c> and
/// <c>destination_workload</c> (istio.io, "Istio Standard Metrics").
/// </summary>
/// <remarks>
/// The proxy of the workload itself is believed first (<c>reporter="destination"</c>). Where it has none, those of the
/// callers and gateways are (<c>source</c>), or a waypoint in ambient mode; only one of the three, as each counts the
/// same requests. A request that no workload received, such as 503 UH, has <c>destination_workload="unknown"</c> and
/// belongs to no side.
/// </remarks>
public sealed class IstioMetrics : MetricSource
{
    private const string Requests = "istio_requests_total";

    internal IstioMetrics() => Variants = [Reported("destination"), Reported("source"), Reported("waypoint")];

    /// <inheritdoc/>
    public override string Name => "Istio";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricVariant> Variants { get; }

    /// <summary>
    /// A <c>response_code</c> of 5xx, or 0 with <c>response_flags</c> other than DC: there was no answer, and it was
    /// not the caller who left (envoyproxy.io, "Access logging", <c>RESPONSE_FLAGS</c>). For gRPC, which answers 200 to
    /// failed calls, the statuses that OpenTelemetry's gRPC conventions call errors of a server.
    /// </summary>
    internal static bool IsFailure(PrometheusSeries series)
    {
        string code = series.Label("response_code");
        if (code.StartsWith('5')) return true;
        string[] flags = series.Label("response_flags").Split(',');
        if (code == "0") return !flags.Contains("DC") && flags is not (["-"] or [""]);
        return series.Label("grpc_response_status") is "2" or "4" or "12" or "13" or "14" or "15";
    }

    private MetricVariant Reported(string reporter)
    {
        return new MetricVariant(Name, $"{Requests}, reporter {reporter}", side => new MetricSelection(
            Of(Requests, side), IsFailure)
        {
            Buckets = Of("istio_request_duration_milliseconds_bucket", side),
            Unit = TimeSpan.FromMilliseconds(1),
        });

        SeriesSelector Of(string metric, MetricSide side) => SeriesSelector.Of(metric).Equal("reporter", reporter)
            .Equal("destination_workload_namespace", side.Namespace).Equal("destination_workload", side.Workload);
    }
}

namespace MicroK8s.Metrics;

/// <summary>
/// The metrics of the ingress-nginx controller: <c>nginx_ingress_controller_requests</c> and
/// <c>nginx_ingress_controller_request_duration_seconds_bucket</c>, with the labels <c>namespace</c>, <c>service</c>,
/// <c>status</c> and <c>canary</c> (kubernetes/ingress-nginx, internal/ingress/metric/collectors/socket.go,
/// rootfs/etc/nginx/lua/monitor.lua and balancer.lua; pull request 7696 added <c>canary</c>).
/// </summary>
/// <remarks>
/// <para>
/// A request that the controller gives to a canary is counted under the Service of the main Ingress, and <c>canary</c>
/// is the canary's upstream, <c>NAMESPACE-SERVICE-PORT</c>; it is empty or <c>-</c> for the others. Versions without
/// the label cannot tell the two apart: then the canary has no series, and nothing is decided.
/// </para>
/// <para>
/// Prometheus adds labels of its own to what it scrapes, and calls the controller's <c>exported_namespace</c> and
/// <c>exported_service</c> when they have the same names, unless the job sets <c>honor_labels</c>.
/// </para>
/// </remarks>
public sealed class IngressNginxMetrics : MetricSource
{
    private const string Requests = "nginx_ingress_controller_requests";

    internal IngressNginxMetrics() => Variants = [Labelled("exported_"), Labelled("")];

    /// <inheritdoc/>
    public override string Name => "IngressNginx";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricVariant> Variants { get; }

    /// <summary>A <c>status</c> of 5xx; a controller may report only the class, as <c>5xx</c>.</summary>
    internal static bool IsFailure(PrometheusSeries series) => series.Label("status").StartsWith('5');

    private MetricVariant Labelled(string prefix)
    {
        return new MetricVariant(Name, $"{Requests}, label {prefix}service", side => new MetricSelection(
            Of(Requests, side), IsFailure)
        {
            Buckets = Of("nginx_ingress_controller_request_duration_seconds_bucket", side),
        });

        SeriesSelector Of(string metric, MetricSide side)
        {
            SeriesSelector service = SeriesSelector.Of(metric).Equal($"{prefix}namespace", side.Namespace)
                .Equal($"{prefix}service", side.CanaryOf ?? side.ServiceName);
            return service.Matching("canary", side.CanaryOf is null ? "|-" : CanaryOf(side));
        }
    }

    /// <summary>The port is a number or a name of at most 15 signs.</summary>
    private static string CanaryOf(MetricSide side) =>
        $"{PromQl.Literal($"{side.Namespace}-{side.ServiceName}")}-[a-z0-9][a-z0-9-]{{0,14}}";
}

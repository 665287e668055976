using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>
/// Asks a Prometheus who called some pods: <c>istio_requests_total</c> and <c>istio_tcp_connections_opened_total</c> by
/// source, as the proxies of the called pods counted them (<c>reporter="destination"</c>; istio.io, "Istio Standard
/// Metrics").
/// </summary>
/// <remarks>
/// One call is enough to be named, so <c>increase()</c> will not do: it counts from the first sample on, which already
/// has the first call in it (prometheus/prometheus, promql/functions.go, <c>extrapolatedRate</c>). A series that
/// began within the window counts from zero. If Prometheus itself is younger than the window, that names callers of
/// an earlier time too; none is lost.
/// </remarks>
/// <param name="prometheus">Where the samples are.</param>
/// <param name="window">The time up to now to look at.</param>
internal sealed class CallerReader(IPrometheus prometheus, TimeSpan window)
{
    private const string Requests = "istio_requests_total";
    private const string Connections = "istio_tcp_connections_opened_total";
    private const string Counter = "counter";
    private const string Workload = "source_workload";
    private const string Namespace = "source_workload_namespace";
    private const string Principal = "source_principal";

    /// <summary>What Istio writes where a caller has no proxy.</summary>
    private const string Unknown = "unknown";

    private const string Scheme = "spiffe://";

    /// <summary>Reads who called, by one query.</summary>
    /// <param name="namespaceName">The namespace of the called workloads.</param>
    /// <param name="workloads">Their names.</param>
    /// <param name="timeout">How long Prometheus may work on it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">As <see cref="IPrometheus.QueryAsync"/>.</exception>
    public async Task<ObservedCallers> ReadAsync(
        string namespaceName, IReadOnlyList<string> workloads, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var query = new PrometheusQuery(QueryFor(namespaceName, workloads)) { Timeout = timeout };
        PrometheusAnswer answer = await prometheus.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        ObservedCaller[] callers =
        [
            .. answer.Series.GroupBy(KeyOf).Select(series => series.Key with
            {
                Requests = Sum(series, Requests), Connections = Sum(series, Connections),
            }).OrderByDescending(caller => caller.Requests + caller.Connections)
                .ThenBy(caller => $"{caller}", StringComparer.Ordinal),
        ];
        return new ObservedCallers(window, callers)
        {
            Gap = answer.Warnings is [var warning, ..] ? $"{prometheus.Address} answers in part only ({warning})"
                : callers.Length == 0 ? $"{prometheus.Address} has no Istio metrics of it"
                : null,
        };
    }

    private string QueryFor(string namespaceName, IReadOnlyList<string> workloads)
    {
        string names = string.Join('|', workloads.Select(PromQl.Literal));
        return string.Join(" or ", ((string[])[Requests, Connections]).Select(metric =>
        {
            SeriesSelector series = SeriesSelector.Of(metric).Equal("reporter", "destination")
                .Equal("destination_workload_namespace", namespaceName).Matching("destination_workload", names);
            string began = $"max_over_time({series.Over(window)}) unless ({series} offset {PromQl.Duration(window)})";
            string grown = $"({began}) or increase({series.Over(window)})";
            string sum = $"sum by ({Workload}, {Namespace}, {Principal}) ({grown})";
            return $"label_replace({sum}, \"{Counter}\", \"{metric}\", \"\", \"\")";
        }));
    }

    private static ObservedCaller KeyOf(PrometheusSeries series)
    {
        string? Known(string label) => series.Label(label) is { Length: > 0 } value and not Unknown ? value : null;
        string? principal = Known(Principal);
        if (principal?.StartsWith(Scheme, StringComparison.Ordinal) == true) principal = principal[Scheme.Length..];
        return Known(Workload) is { } workload && Known(Namespace) is { } space
            ? new ObservedCaller(space, workload, principal)
            : new ObservedCaller(null, null, principal);
    }

    private static long Sum(IEnumerable<PrometheusSeries> series, string metric) => (long)Math.Ceiling(series
        .Where(one => one.Label(Counter) == metric)
        .SelectMany(one => one.Samples).Where(sample => double.IsFinite(sample.Value) && sample.Value > 0)
        .Sum(sample => Math.Min(sample.Value, 1e15)));
}

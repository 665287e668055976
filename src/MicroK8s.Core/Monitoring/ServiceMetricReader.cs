using MicroK8s.Addresses;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Monitoring;

/// <summary>Reads the figures of workloads from one Prometheus, all for the same window.</summary>
/// <param name="prometheus">Where they are.</param>
/// <param name="sources">Who may have counted the requests, the preferred one first.</param>
/// <param name="length">How long the window is; it ends now.</param>
public sealed class ServiceMetricReader(IPrometheus prometheus, IReadOnlyList<MetricSource> sources, TimeSpan length)
{
    private const int TrendParts = 20;
    private const string What = "figure";

    /// <summary>A rate needs two samples, and many clusters scrape each minute only.</summary>
    private static readonly TimeSpan ShortestRate = TimeSpan.FromMinutes(2);

    private static readonly double[] Quantiles = [0.5, 0.9, 0.99];

    private readonly MetricReader _reader = new(prometheus);
    private MetricWindow? _window;

    /// <summary>Reads those of one workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="services">The Services of its namespace.</param>
    /// <param name="context">The context, for the record.</param>
    /// <param name="kubeConfig">The kubeconfig that was named, for the record. Null if none was.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec: Prometheus refuses a query.</exception>
    public async Task<ServiceMetric> ReadAsync(
        KubeObject workload, IReadOnlyList<KubeObject> services, string context, string? kubeConfig,
        CancellationToken cancellationToken)
    {
        MetricSide side = SideOf(workload, services);
        MetricReading reading = await CountAsync(side, cancellationToken).ConfigureAwait(false);
        var figures = new ServiceMetric(
            workload.Name, workload.Namespace ?? "", WorkloadKinds.Of(workload), reading.Window.Start,
            reading.Window.End, context, kubeConfig);
        var none = reading as MetricInconclusive;
        if (none is not null) figures = figures with { ReasonCode = none.Reason, Reason = none.Message };
        if ((reading as MetricCounts ?? none?.Counts) is { } counts)
        {
            TimeSpan?[] took = [.. counts.Latency?.Quantiles ?? []];
            figures = figures with
            {
                Requests = counts.Requests,
                Failures = counts.Failures,
                P50 = took.ElementAtOrDefault(0),
                P90 = took.ElementAtOrDefault(1),
                P99 = took.ElementAtOrDefault(2),
                Trend = counts.Trend,
                Source = counts.Source,
                Notes = counts.Notes,
            };
        }

        return none?.Reason is InconclusiveReason.PrometheusAway or InconclusiveReason.AccessDenied
            ? figures
            : await SaturateAsync(figures, workload, side, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whose requests and pods are meant.</summary>
    internal static MetricSide SideOf(KubeObject workload, IReadOnlyList<KubeObject> services)
    {
        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(workload);
        bool isCanary = labels.GetValueOrDefault(ServiceLabels.Track) == ServiceLabels.Canary;
        KubeObject? service = services
            .Where(one => SelectingService.Of(one)?.Selects(workload) == true)
            .OrderByDescending(one => one.Name == workload.Name).ThenBy(one => one.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return new MetricSide(workload.Namespace ?? "", workload.Name)
        {
            Service = isCanary ? null : service?.Name,
            CanaryOf = isCanary ? labels.GetValueOrDefault(ServiceLabels.App) : null,
            Pods = WorkloadKinds.Of(workload) switch
            {
                WorkloadKind.StatefulSet => PodNamePatterns.OfStatefulSet(workload.Name),
                WorkloadKind.DaemonSet => PodNamePatterns.OfDaemonSet(workload.Name),
                _ => null,
            },
        };
    }

    private async Task<MetricReading> CountAsync(MetricSide side, CancellationToken cancellationToken)
    {
        try
        {
            if (_window is null)
            {
                DateTimeOffset now = await _reader.GetTimeAsync(cancellationToken).ConfigureAwait(false);
                _window = new MetricWindow(now - length, now);
            }
        }
        catch (ClusterException exception) when (MetricReader.ReasonOf(exception) is { } reason)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            return new MetricInconclusive(side, new MetricWindow(now - length, now), reason, exception.Message);
        }

        MetricLookup found = await _reader.FindAsync(sources, [side], cancellationToken).ConfigureAwait(false);
        if (found.Variant is null) return found.Inconclusive! with { Window = _window };
        var question = new MetricQuestion
        {
            Quantiles = Quantiles, MayLackLatency = true, TrendParts = TrendParts,
        };
        return await _reader.ReadAsync(found.Variant, side, _window, question, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>What the kubelets count of containers (<c>container_*</c> of cAdvisor), beside the limits.</summary>
    private async Task<ServiceMetric> SaturateAsync(
        ServiceMetric figures, KubeObject workload, MetricSide side, CancellationToken cancellationToken)
    {
        var query = new PrometheusQuery(SaturationOf(side, length < ShortestRate ? ShortestRate : length))
        {
            Time = figures.End,
        };
        PrometheusAnswer answer;
        try
        {
            answer = await prometheus.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (MetricReader.ReasonOf(exception) is not null)
        {
            return figures with { Notes = [.. figures.Notes, $"CPU and memory are not known: {exception.Message}"] };
        }

        ResourceSums limits = LimitsOf(workload);
        if (answer.Series.Count == 0)
        {
            return figures with
            {
                Notes = [.. figures.Notes, "CPU and memory are not known: there is no series container_* of its pods."],
            };
        }

        return figures with
        {
            Cpu = Number(answer, "cpu"),
            CpuPercent = Percent(Number(answer, "cpu-most"), limits.Has("cpu") ? (double)limits.Cpu : null),
            Memory = (long?)Number(answer, "memory"),
            MemoryPercent = Percent(Number(answer, "memory-most"), limits.Has("memory") ? limits.Memory : null),
        };
    }

    /// <summary>Four numbers by one query. A container that two jobs scrape counts once.</summary>
    internal static string SaturationOf(MetricSide side, TimeSpan window)
    {
        string cpu = PodsOf($"rate({Of("container_cpu_usage_seconds_total").Over(window)})");
        string memory = PodsOf(Of("container_memory_working_set_bytes").ToString());
        return string.Join(" or ", new[]
        {
            Named($"sum({cpu})", "cpu"), Named($"max({cpu})", "cpu-most"),
            Named($"sum({memory})", "memory"), Named($"max({memory})", "memory-most"),
        });

        SeriesSelector Of(string metric) => SeriesSelector.Of(metric).Equal("namespace", side.Namespace)
            .Matching("pod", side.PodPattern).Unlike("container", "").Unlike("container", "POD");

        static string PodsOf(string value) => $"sum by (pod) (max by (pod, container) ({value}))";

        static string Named(string value, string name) =>
            $"label_replace({value}, \"{What}\", \"{name}\", \"\", \"\")";
    }

    private static double? Number(PrometheusAnswer answer, string name) => answer.Series
        .Where(series => series.Label(What) == name)
        .Select(series => series.Samples is [{ Value: var value }] && double.IsFinite(value) ? value : (double?)null)
        .FirstOrDefault();

    private static int? Percent(double? used, double? limit) =>
        limit > 0 && used is { } some ? (int)Math.Round(100 * some / limit.Value, MidpointRounding.AwayFromZero) : null;

    private static ResourceSums LimitsOf(KubeObject workload) => PodResources.LimitsOf(new KubeObject(
        workload.Json.At("spec", "template") ?? default));
}

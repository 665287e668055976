using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Tests.Metrics;

namespace MicroK8s.Tests.Monitoring;

/// <summary>From the series of Prometheus to the figures of a service, or to the reason why there are none.</summary>
public sealed class ServiceMetricReaderTests
{
    private const string Count = "http_server_request_duration_seconds_count";
    private const string Bucket = "http_server_request_duration_seconds_bucket";
    private const string Pod = "job=pods,instance=10.0.0.1:8080,pod=web-1";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Requests_errors_durations_and_use_are_read_by_few_queries()
    {
        StubPrometheus prometheus = Stub(
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=200", 10, 10, 10, 15, 15, 35, 35, 54),
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=500", 10, 0, 0, 0, 0, 0, 0, 16),
            StubPrometheus.Samples(Bucket, $"{Pod},le=+Inf", 10, 10, 10, 15, 15, 35, 35, 70));
        prometheus.Answers["label_replace(histogram_quantile(0.5,"] = Labelled(
            "quantile_number", ("0", 0.01), ("1", 0.2), ("2", double.NaN));
        prometheus.Answers["label_replace(sum("] = Labelled(
            "figure", ("cpu", 0.3), ("cpu-most", 0.2), ("memory", 3e8), ("memory-most", 131072 * 1024));

        ServiceMetric figures = await ReadAsync(prometheus, Workload("""{"cpu":"500m","memory":"256Mi"}"""));
        Assert.Equal((60L, 16L, 1.0), (figures.Requests, figures.Failures, figures.RequestRate));
        Assert.Equal(26.67, figures.ErrorRate!.Value, 2);
        Assert.Equal(
            (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(200), null), (figures.P50, figures.P90, figures.P99));
        Assert.Contains(figures.Notes, note => note.StartsWith("Percentiles are not known", StringComparison.Ordinal));
        Assert.Equal((0.3, 40, 300_000_000L, 50), (figures.Cpu, figures.CpuPercent, figures.Memory, figures.MemoryPercent));
        Assert.Equal([0, 5, 0, 20, 0, 35], figures.Trend);
        Assert.Equal("▁▂▁▅▁█", MetricText.OfTrend(figures.Trend));
        Assert.Null(figures.Reason);
        Assert.Equal(Minute, figures.Window);
        Assert.Equal(7, prometheus.Asked.Count);
    }

    [Fact]
    public async Task What_is_missing_is_null_and_named()
    {
        StubPrometheus prometheus = Stub(
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=200", 10, 10, 10, 15, 15, 35, 35, 54));
        prometheus.Answers["label_replace(sum("] = Labelled("figure", ("cpu", 0.3), ("cpu-most", 0.2));
        ServiceMetric figures = await ReadAsync(prometheus, Workload("{}"));
        Assert.Equal((44L, 0.0, null), (figures.Requests, figures.ErrorRate, figures.P50));
        Assert.Contains(figures.Notes, note => note.Contains("no classic histogram", StringComparison.Ordinal));
        Assert.Equal((0.3, null, null), (figures.Cpu, figures.CpuPercent, figures.Memory));

        StubPrometheus idle = Stub(
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=200", 10, 10, 10, 10, 10, 10, 10, 10));
        figures = await ReadAsync(idle, Workload("{}"));
        Assert.Equal((0L, InconclusiveReason.TooFewRequests, null), (figures.Requests, figures.ReasonCode, figures.ErrorRate));
        Assert.Contains(figures.Notes, note => note.Contains("container_*", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ClusterFault.AccessDenied, InconclusiveReason.AccessDenied)]
    [InlineData(ClusterFault.Unreachable, InconclusiveReason.PrometheusAway)]
    public async Task A_Prometheus_that_does_not_answer_is_a_reason_and_no_zero(ClusterFault fault, InconclusiveReason reason)
    {
        var prometheus = new StubPrometheus { Fault = new ClusterException(fault, "It does not.") };
        ServiceMetric figures = await ReadAsync(prometheus, Workload("{}"));
        Assert.Equal((reason, "It does not.", null, null), (figures.ReasonCode, figures.Reason, figures.Requests, figures.Cpu));
        Assert.Equal(Minute, figures.Window);
    }

    [Fact]
    public async Task No_series_is_a_reason()
    {
        var prometheus = new StubPrometheus();
        prometheus.Answers["time()"] = Time;
        prometheus.Answers["label_replace(count("] = new PrometheusAnswer(PrometheusResultKind.Vector, []);
        prometheus.Answers["label_replace(sum("] = new PrometheusAnswer(PrometheusResultKind.Vector, []);
        ServiceMetric figures = await ReadAsync(prometheus, Workload("{}"));
        Assert.Equal((InconclusiveReason.NoSeries, null), (figures.ReasonCode, figures.Requests));
        Assert.Empty(figures.Trend);
    }

    [Fact]
    public void A_canary_is_the_canarys_part_of_its_service()
    {
        KubeObject canary = KubeObject.Parse("""
            {"kind":"Deployment","metadata":{"name":"web-canary","namespace":"shop"},"spec":{"template":{"metadata":{"labels":{"app":"web","track":"canary"}}}}}
            """);
        KubeObject service = MonitoringScene.Service("""[{"port":80}]""");
        Assert.Equal(
            new MetricSide("shop", "web-canary") { CanaryOf = "web" }, ServiceMetricReader.SideOf(canary, [service]));
        Assert.Equal(
            new MetricSide("shop", "web") { Service = "web" }, ServiceMetricReader.SideOf(MonitoringScene.Workload(), [service]));
    }

    [Theory]
    [InlineData(0.0004, "0.4ms")]
    [InlineData(0.01234, "12.3ms")]
    [InlineData(0.5, "500ms")]
    [InlineData(1.5, "1.5s")]
    public void Durations_are_short(double seconds, string text) =>
        Assert.Equal(text, MetricText.OfDuration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_trend_without_requests_is_flat_and_none_is_empty()
    {
        Assert.Equal("▁▁", MetricText.OfTrend([0, 0]));
        Assert.Equal("", MetricText.OfTrend([]));
        Assert.Equal("▁▂▃▄▅▆▇█", MetricText.OfTrend([0, 1, 2, 3, 4, 5, 6, 7]));
    }

    private static PrometheusAnswer Time => new(
        PrometheusResultKind.Vector,
        [new PrometheusSeries(new Dictionary<string, string>(), [new PrometheusSample(StubPrometheus.Noon + Minute, 0)])]);

    private static StubPrometheus Stub(params PrometheusSeries[] series)
    {
        var prometheus = new StubPrometheus { Series = [.. series] };
        prometheus.Answers["time()"] = Time;
        prometheus.Answers["label_replace(count("] = Labelled("variant", ("0", 1));
        prometheus.Answers["label_replace(sum("] = new PrometheusAnswer(PrometheusResultKind.Vector, []);
        return prometheus;
    }

    private static PrometheusAnswer Labelled(string label, params (string Value, double Number)[] numbers) => new(
        PrometheusResultKind.Vector,
        [
            .. numbers.Select(one => new PrometheusSeries(
                new Dictionary<string, string> { [label] = one.Value },
                [new PrometheusSample(StubPrometheus.Noon + Minute, one.Number)])),
        ]);

    private static KubeObject Workload(string limits) => KubeObject.Parse($$"""
        {"kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"metadata":{"labels":{"app":"web"} },
         "spec":{"containers":[{"name":"web","resources":{"limits":{{limits}} } }]} } } }
        """);

    private static Task<ServiceMetric> ReadAsync(StubPrometheus prometheus, KubeObject workload) =>
        new ServiceMetricReader(prometheus, [MetricSources.OpenTelemetry], Minute)
            .ReadAsync(workload, [], "test", null, CancellationToken.None);
}

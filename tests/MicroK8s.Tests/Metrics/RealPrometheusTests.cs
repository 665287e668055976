using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Metrics;

/// <summary>Real pods, real requests, a real Prometheus: what is counted is what was sent.</summary>
public sealed class RealPrometheusTests(RealPrometheus prometheus, ITestOutputHelper output)
    : IClassFixture<RealPrometheus>
{
    /// <summary>A machine that stood still for a moment is no reason to doubt.</summary>
    private static readonly MetricQuestion Patient = new() { StaleAfterScrapes = 60 };

    private static readonly MetricQuestion HalfASecond = Patient with
    {
        SlowerThan = TimeSpan.FromSeconds(0.5), Quantile = 0.99,
    };

    private readonly MetricReader _reader = new(prometheus.Direct);

    [Fact]
    public async Task Canary_and_stable_are_counted_exactly_at_the_address_and_through_the_proxy()
    {
        var stable = new MeasuredWorkload(prometheus, "web");
        var canary = new MeasuredWorkload(prometheus, "web-canary");
        await stable.CreateAsync(replicas: 2);
        await canary.CreateAsync(replicas: 1);
        await canary.BehaveAsync("fail=5&slow=10&delay=700ms");
        await Task.WhenAll(prometheus.ScrapedAsync("web", 2), prometheus.ScrapedAsync("web-canary", 1));

        DateTimeOffset start = await _reader.GetTimeAsync(CancellationToken.None);
        IReadOnlyList<KubeObject> pods = await stable.PodsAsync();
        await Task.WhenAll(
            stable.SendAsync(pods[0], 300), stable.SendAsync(pods[1], 100),
            canary.SendAsync((await canary.PodsAsync())[0], 200));
        Assert.Equal((400, 0), (stable.Sent, stable.Failed));
        Assert.Equal((200, 10), (canary.Sent, canary.Failed));
        Assert.InRange(canary.Slow, 20, 200);
        await Task.WhenAll(prometheus.ScrapedAsync("web", 2), prometheus.ScrapedAsync("web-canary", 1));
        var window = new MetricWindow(start, await _reader.GetTimeAsync(CancellationToken.None));

        IClusterSession session = TestCluster.Admin;
        ProxiedService service =
            await PrometheusServices.FindAsync(session.Resources, prometheus.Namespace.Name, CancellationToken.None);
        Assert.Equal((prometheus.Namespace.Name, "prometheus", "http-web"), (service.Namespace, service.Name, service.Port));
        using IHttpService proxied = session.OpenService(service);
        foreach (IPrometheus way in new IPrometheus[] { prometheus.Direct, new PrometheusClient(proxied) })
        {
            var reader = new MetricReader(way);
            MetricLookup found =
                await reader.FindAsync(MetricSources.All, [canary.Side, stable.Side], CancellationToken.None);
            Assert.Equal("OpenTelemetry (http_server_request_duration_seconds, label pod)", found.Variant?.ToString());
            foreach (MeasuredWorkload one in new[] { stable, canary })
            {
                var counts = Assert.IsType<MetricCounts>(await reader.ReadAsync(
                    found.Variant!, one.Side, window, HalfASecond, CancellationToken.None));
                output.WriteLine($"{way.Address}: {counts} sent {one.Sent}, failed {one.Failed}, slow {one.Slow}");
                Assert.Equal((one.Sent, one.Failed), (counts.Requests, counts.Failures));
                Assert.Equal(
                    new MetricLatency(one.Sent, one.Slow, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5)),
                    counts.Latency! with { Quantile = null });
                Assert.True(counts.Latency!.IsExact);

                // A window as short as this one may hold a single scrape of a pod, which is too little for a percentile.
                Assert.Equal(counts.Latency.Quantile is null ? 1 : 0, counts.Notes.Count);
            }
        }

        // What increase() of PromQL makes of the same: display, not evidence.
        PromQlTemplate failures = PromQlTemplate.Parse("""
            sum(increase(http_server_request_duration_seconds_count{
                namespace="{{namespace}}",pod=~"{{pods}}",http_response_status_code=~"5.."}[{{window}}])) or vector(0)
            """);
        output.WriteLine($"{await _reader.EvaluateAsync(failures, canary.Side, window, CancellationToken.None)}");

        // A bound between two edges: the next lower edge, and that is said. Counters of one's own: the same numbers.
        MetricVariant variant = MetricSources.OpenTelemetry.Variants[0];
        var between = Assert.IsType<MetricCounts>(await _reader.ReadAsync(
            variant, canary.Side, window, Patient with { SlowerThan = TimeSpan.FromMilliseconds(600) },
            CancellationToken.None));
        Assert.Equal((canary.Slow, TimeSpan.FromSeconds(0.5)), (between.Latency!.Slow, between.Latency.Edge));
        Assert.Contains("600 ms is no edge of a bucket", between.Notes.Single(), StringComparison.Ordinal);
        CustomMetrics own = CustomMetrics.Parse(
            """http_server_request_duration_seconds_count{namespace="{{namespace}}",pod=~"{{pods}}"}""",
            """http_server_request_duration_seconds_count{pod=~"{{pods}}",http_response_status_code=~"5.."}""",
            """http_server_request_duration_seconds_bucket{pod=~"{{pods}}"}""");
        var custom = Assert.IsType<MetricCounts>(await _reader.ReadAsync(
            own.Variants[0], canary.Side, window, HalfASecond, CancellationToken.None));
        Assert.Equal(
            (canary.Sent, canary.Failed, (long?)canary.Slow), (custom.Requests, custom.Failures, custom.Latency!.Slow));
    }

    [Fact]
    public async Task Restarts_and_pods_that_come_and_go_lose_nothing_that_was_scraped_and_double_nothing()
    {
        var moving = new MeasuredWorkload(prometheus, "moving");
        await moving.CreateAsync(replicas: 1);
        await prometheus.ScrapedAsync("moving", 1);
        KubeObject first = (await moving.PodsAsync())[0];

        // Before the window: must not count.
        await moving.SendAsync(first, 70);
        await prometheus.ScrapedAsync("moving", 1);
        DateTimeOffset start = await _reader.GetTimeAsync(CancellationToken.None);
        await moving.SendAsync(first, 50);
        await prometheus.ScrapedAsync("moving", 1);
        Assert.Equal(50, await CountAsync());

        // The container restarts: its counter begins again at 0, and is higher than it was when it is seen again.
        await RestartAsync(first);
        await prometheus.ScrapedAsync("moving", 1);
        await moving.SendAsync(first, 150);
        await prometheus.ScrapedAsync("moving", 1);
        Assert.Equal(200, await CountAsync());

        // A pod that comes: all of its requests are from the window, those before its first scrape too.
        await moving.ScaleAsync(2);
        await moving.SendAsync((await moving.PodsAsync()).Single(pod => pod.Name != first.Name), 40);
        await prometheus.ScrapedAsync("moving", 2);
        Assert.Equal(240, await CountAsync());

        // Pods that go: what they served remains.
        await moving.ScaleAsync(1);
        await prometheus.UntilAsync(
            $"count(up{{namespace=\"{moving.Side.Namespace}\",pod=~\"{PodNamePatterns.OfDeployment("moving")}\"}})",
            count => count == 1);
        Assert.Equal(240, await CountAsync());

        // All gone: no silent zero.
        await TestCluster.Admin.Resources.DeleteAsync(
            new ResourceRef(ResourceTypes.Deployment, moving.Side.Namespace, "moving"), uid: null, dryRun: false,
            CancellationToken.None);
        MetricReading last;
        using var limit = Patience.Start();
        do
        {
            last = await ReadAsync(new MetricQuestion());
            if (last is MetricCounts) await Task.Delay(100, limit.Token);
        }
        while (last is MetricCounts);
        Assert.Equal(InconclusiveReason.StaleScrape, Assert.IsType<MetricInconclusive>(last).Reason);
        output.WriteLine($"{last}");

        async Task<long> CountAsync()
        {
            MetricReading reading = await ReadAsync(Patient);
            output.WriteLine($"{reading}");
            var counts = Assert.IsType<MetricCounts>(reading);
            Assert.Equal(0, counts.Failures);
            Assert.Empty(counts.Notes);
            return counts.Requests;
        }

        async Task<MetricReading> ReadAsync(MetricQuestion question) => await _reader.ReadAsync(
            MetricSources.OpenTelemetry.Variants[0], moving.Side,
            new MetricWindow(start, await _reader.GetTimeAsync(CancellationToken.None)), question,
            CancellationToken.None);
    }

    [Fact]
    public async Task What_cannot_be_read_is_inconclusive_or_a_fault_and_never_zero()
    {
        var side = new MetricSide(prometheus.Namespace.Name, "absent");
        DateTimeOffset now = await _reader.GetTimeAsync(CancellationToken.None);
        var window = new MetricWindow(now.AddMinutes(-1), now);
        MetricVariant variant = MetricSources.OpenTelemetry.Variants[0];
        var question = new MetricQuestion();

        MetricLookup lookup = await _reader.FindAsync(MetricSources.All, [side], CancellationToken.None);
        Assert.Null(lookup.Variant);
        Assert.Equal(InconclusiveReason.NoSeries, lookup.Inconclusive!.Reason);
        Assert.Contains($"no series of Istio, IngressNginx, OpenTelemetry for {side}", lookup.Inconclusive.Message, StringComparison.Ordinal);
        await AssertInconclusiveAsync(_reader, InconclusiveReason.NoSeries);

        ClusterException wrong = await Assert.ThrowsAsync<ClusterException>(() => prometheus.Direct.QueryAsync(
            new PrometheusQuery("sum(rate(x[5m])"), CancellationToken.None));
        Assert.Equal(ClusterFault.InvalidSpec, wrong.Fault);
        Assert.Contains("parse error: unclosed left parenthesis", wrong.Message, StringComparison.Ordinal);

        // A long query goes by POST, which reaches Prometheus through the proxy too.
        string many = string.Join(" + ", Enumerable.Repeat("vector(1)", 2000));
        using IHttpService proxied = Proxied("prometheus", TestCluster.Admin);
        Assert.Equal(2000, (await new PrometheusClient(proxied).QueryAsync(
            new PrometheusQuery(many), CancellationToken.None)).Series.Single().Samples.Single().Value);

        // A Service in front of the same pod at a port where nothing listens, one that does not exist, and a user without
        // the right to ask.
        await prometheus.Namespace.CreateAsync(ResourceTypes.Service, ObjectBuilder.Service("away").WithSpec("""
            "selector": { "app": "prometheus" },
            "ports": [ { "name": "http-web", "port": 9090, "targetPort": 9999 } ]
            """));
        await prometheus.Namespace.WaitForAsync(ResourceTypes.Endpoints, "away", item =>
            item.Json.Items("subsets").Any(subset => subset.Items("addresses").Any()));
        using IHttpService nowhere = Proxied("away", TestCluster.Admin);
        await AssertInconclusiveAsync(new MetricReader(new PrometheusClient(nowhere)), InconclusiveReason.PrometheusAway);
        using IHttpService missing = Proxied("nothing", TestCluster.Admin);
        await AssertInconclusiveAsync(new MetricReader(new PrometheusClient(missing)), InconclusiveReason.PrometheusAway);
        using IClusterSession limited = Adapter.Open(TestCluster.LimitedKubeConfig, "microk8s-test-limited");
        using IHttpService forbidden = Proxied("prometheus", limited);
        MetricInconclusive denied = await AssertInconclusiveAsync(
            new MetricReader(new PrometheusClient(forbidden)), InconclusiveReason.AccessDenied);
        Assert.Contains(
            $"Not allowed to get services/proxy of Service {side.Namespace}/prometheus:http-web", denied.Message,
            StringComparison.Ordinal);

        IHttpService Proxied(string name, IClusterSession session) =>
            session.OpenService(new ProxiedService(side.Namespace, name, "http-web"));

        async Task<MetricInconclusive> AssertInconclusiveAsync(MetricReader reader, InconclusiveReason reason)
        {
            var reading = Assert.IsType<MetricInconclusive>(
                await reader.ReadAsync(variant, side, window, question, CancellationToken.None));
            output.WriteLine($"{reading}");
            Assert.Equal(reason, reading.Reason);
            return reading;
        }
    }

    /// <summary>Ends the process of the container; returns when its successor is ready.</summary>
    private async Task RestartAsync(KubeObject pod)
    {
        var request = new CommandRequest(prometheus.Namespace.Name, pod.Name, "web", ["kill", "1"], HasInput: false);
        using var limit = Patience.Start();
        await using IPodCommand command = await TestCluster.Admin.Exec.StartAsync(request, limit.Token);
        try
        {
            // A node that is busy may not have begun the command yet, and forgets it when the connection is closed.
            while (await command.ReadAsync(limit.Token) is not null)
            {
            }
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable)
        {
            // The command goes with its container, which may break off its stream.
        }

        await prometheus.Namespace.WaitForAsync(ResourceTypes.Pod, pod.Name, item =>
            item.Json.Items("status", "containerStatuses").Single() is var status
            && status.Count("restartCount") == 1 && status.Flag("ready"));
    }
}

using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>From series to counts, or to the reason why there are none.</summary>
public sealed class MetricReaderTests
{
    private const string Count = "http_server_request_duration_seconds_count";
    private const string Bucket = "http_server_request_duration_seconds_bucket";
    private const string Pod = "job=pods,instance=10.0.0.1:8080,pod=web-1";

    private static readonly MetricSide Side = new("shop", "web");
    private static readonly MetricVariant Variant = MetricSources.OpenTelemetry.Variants[0];

    /// <summary>Samples are taken every ten seconds from 12:00:00 on.</summary>
    private static readonly MetricWindow Window =
        new(StubPrometheus.Noon.AddSeconds(25), StubPrometheus.Noon.AddSeconds(65));

    private static StubPrometheus Healthy => new()
    {
        Series =
        [
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=200", 10, 5, 6, 7, 9, 10, 14, 97),
            StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=500", 10, 1, 1, 1, 1, 2, 4, 11),
            StubPrometheus.Samples(Bucket, $"{Pod},le=0.25", 10, 6, 7, 8, 10, 12, 18, 88),
            StubPrometheus.Samples(Bucket, $"{Pod},le=0.5", 10, 6, 7, 8, 10, 12, 18, 98),
            StubPrometheus.Samples(Bucket, $"{Pod},le=+Inf", 10, 6, 7, 8, 10, 12, 18, 108),
        ],
    };

    [Fact]
    public async Task Requests_failures_and_slow_ones_are_counted()
    {
        StubPrometheus prometheus = Healthy;
        prometheus.Answers["histogram_quantile(0.99, sum by (le) (rate("] = StubPrometheus.Number(0.75);
        var counts = Assert.IsType<MetricCounts>(await ReadAsync(
            prometheus, new MetricQuestion { SlowerThan = TimeSpan.FromSeconds(0.5), Quantile = 0.99 }));
        Assert.Equal((100, 10), (counts.Requests, counts.Failures));
        Assert.Equal(0.9, counts.SuccessRate);
        Assert.Equal(
            new MetricLatency(100, 10, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.5))
            {
                Quantile = TimeSpan.FromSeconds(0.75),
            },
            counts.Latency);
        Assert.Equal(StubPrometheus.Noon.AddSeconds(60), counts.NewestSample);
        Assert.Equal(TimeSpan.FromSeconds(10), counts.ScrapeInterval);
        Assert.Empty(counts.Notes);
        Assert.DoesNotContain(prometheus.Asked, asked => asked.Contains("up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bound_between_two_edges_counts_by_the_lower_one_and_says_so()
    {
        var counts = Assert.IsType<MetricCounts>(await ReadAsync(
            Healthy, new MetricQuestion { SlowerThan = TimeSpan.FromSeconds(0.4) }));
        Assert.Equal((20, TimeSpan.FromSeconds(0.25)), (counts.Latency!.Slow!.Value, counts.Latency.Edge!.Value));
        Assert.False(counts.Latency.IsExact);
        Assert.Equal(
            ["400 ms is no edge of a bucket, so requests above 250 ms, the next lower one, count as slow."], counts.Notes);
    }

    [Fact]
    public async Task A_bound_below_every_edge_is_an_error_that_lists_them()
    {
        ClusterException error = await Assert.ThrowsAsync<ClusterException>(() => ReadAsync(
            Healthy, new MetricQuestion { SlowerThan = TimeSpan.FromMilliseconds(1) }));
        Assert.Equal(ClusterFault.InvalidSpec, error.Fault);
        Assert.Contains("have the edges 0.25, 0.5, +Inf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_that_come_and_go_and_a_first_failure_are_counted_from_zero()
    {
        const string Other = "job=pods,instance=10.0.0.2:8080,pod=web-2";
        var prometheus = new StubPrometheus
        {
            Series =
            [
                StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=200", 10, 5, 6, 7, 9, 10),
                StubPrometheus.Samples(Count, $"{Pod},http_response_status_code=500", 10, double.NaN, double.NaN, double.NaN, 3, 3),
                StubPrometheus.Samples(Count, $"{Other},http_response_status_code=200", 10,
                    double.NaN, double.NaN, double.NaN, double.NaN, 40, 45, 50),
                StubPrometheus.Samples("up", Pod, 10, 1, 1, 1, 1, 1, 0, 0),
                StubPrometheus.Samples("up", Other, 10, double.NaN, double.NaN, double.NaN, double.NaN, 1, 1, 1),
            ],
        };
        var counts = Assert.IsType<MetricCounts>(await ReadAsync(prometheus, new MetricQuestion()));
        Assert.Equal((3 + 3 + 50, 3, false), (counts.Requests, counts.Failures, counts.IsLowerBound));
        Assert.Empty(counts.Notes);
    }

    [Fact]
    public async Task What_is_only_a_lower_bound_is_said()
    {
        var prometheus = new StubPrometheus
        {
            Series = [StubPrometheus.Samples(Count, "pod=web-1", 10, double.NaN, double.NaN, double.NaN, 1000, 1001, 1002, 1003)],
        };
        var counts = Assert.IsType<MetricCounts>(await ReadAsync(prometheus, new MetricQuestion()));
        Assert.Equal((3, true), (counts.Requests, counts.IsLowerBound));
        Assert.StartsWith("1 of 1 series of requests begin within the window", counts.Notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_series_is_no_zero()
    {
        await AssertInconclusiveAsync(new StubPrometheus(), new MetricQuestion(), InconclusiveReason.NoSeries, "has no series");
        StubPrometheus unmeasured = Healthy;
        unmeasured.Series.RemoveAll(series => series.Label("__name__") == Bucket);
        await AssertInconclusiveAsync(
            unmeasured, new MetricQuestion { SlowerThan = TimeSpan.FromSeconds(1) }, InconclusiveReason.NoSeries,
            "no classic histogram of durations for shop/web");
    }

    [Fact]
    public async Task Old_samples_are_stale()
    {
        var ended = new StubPrometheus { Series = [StubPrometheus.Samples(Count, Pod, 10, 5, 6, 7, 9)] };
        await AssertInconclusiveAsync(
            ended, new MetricQuestion(), InconclusiveReason.StaleScrape, "The newest sample of shop/web is 35 s old, more than 3 scrapes");
        Assert.IsType<MetricCounts>(await ReadAsync(ended, new MetricQuestion { StaleAfterScrapes = 4 }));

        // Without two samples the interval is assumed; before the first scrape of the window nothing is known.
        var once = new StubPrometheus { Series = [StubPrometheus.Samples(Count, Pod, 10, 5)] };
        await AssertInconclusiveAsync(
            once, new MetricQuestion(), InconclusiveReason.StaleScrape, "was not scraped since the window began");
        await AssertInconclusiveAsync(
            once, new MetricQuestion { ScrapeInterval = TimeSpan.FromSeconds(15) }, InconclusiveReason.StaleScrape, "65 s old");
    }

    [Fact]
    public async Task Too_few_requests_are_inconclusive_and_shown()
    {
        MetricInconclusive few = await AssertInconclusiveAsync(
            Healthy, new MetricQuestion { MinimumRequests = 101 }, InconclusiveReason.TooFewRequests,
            "There were 100 requests to shop/web, fewer than 101.");
        Assert.Equal(10, few.Counts!.Failures);
        var idle = new StubPrometheus { Series = [StubPrometheus.Samples(Count, Pod, 10, 5, 5, 5, 5, 5, 5, 5)] };
        await AssertInconclusiveAsync(
            idle, new MetricQuestion { MinimumRequests = 0 }, InconclusiveReason.TooFewRequests, "There were 0 requests");
    }

    [Theory]
    [InlineData(ClusterFault.Unreachable, InconclusiveReason.PrometheusAway)]
    [InlineData(ClusterFault.ResourceNotFound, InconclusiveReason.PrometheusAway)]
    [InlineData(ClusterFault.AccessDenied, InconclusiveReason.AccessDenied)]
    [InlineData(ClusterFault.NotAuthenticated, InconclusiveReason.AccessDenied)]
    [InlineData(ClusterFault.AnswerTooLarge, InconclusiveReason.AnswerTooLarge)]
    public async Task What_keeps_from_reading_is_inconclusive(ClusterFault fault, InconclusiveReason reason)
    {
        var away = new StubPrometheus { Fault = new ClusterException(fault, "It is so.") };
        await AssertInconclusiveAsync(away, new MetricQuestion(), reason, "It is so.");
        var reader = new MetricReader(away);
        MetricLookup lookup = await reader.FindAsync(MetricSources.All, [Side], CancellationToken.None);
        Assert.Equal((null, reason), (lookup.Variant, lookup.Inconclusive!.Reason));
        MetricReading number = await reader.EvaluateAsync(
            PromQlTemplate.Parse("a{b=\"{{workload}}\"}"), Side, Window, CancellationToken.None);
        Assert.Equal(reason, Assert.IsType<MetricInconclusive>(number).Reason);
    }

    [Fact]
    public async Task A_part_of_the_series_is_inconclusive()
    {
        var part = new StubPrometheus { Series = Healthy.Series, Warnings = ["store of zone b is away"] };
        await AssertInconclusiveAsync(
            part, new MetricQuestion(), InconclusiveReason.PartialAnswer, "store of zone b is away");
    }

    [Fact]
    public async Task A_wrong_expression_and_an_empty_window_are_errors()
    {
        var refuses = new StubPrometheus { Fault = new ClusterException(ClusterFault.InvalidSpec, "parse error") };
        await Assert.ThrowsAsync<ClusterException>(() => ReadAsync(refuses, new MetricQuestion()));
        await Assert.ThrowsAsync<ClusterException>(() => new MetricReader(Healthy).ReadAsync(
            Variant, Side, new MetricWindow(Window.End, Window.Start), new MetricQuestion(), CancellationToken.None));
    }

    [Fact]
    public async Task The_source_is_one_that_has_series_for_both_sides()
    {
        MetricSide canary = new("shop", "web-canary") { CanaryOf = "web" };
        int nginx = Index("IngressNginx"), otel = Index("OpenTelemetry");
        var prometheus = new StubPrometheus();
        string Query(MetricSide side) => $"label_replace(count({MetricSources.Istio.Variants[0].Select(side).Requests})";
        prometheus.Answers[Query(canary)] = Found(otel);
        prometheus.Answers[Query(Side)] = Found(nginx, otel, otel + 4);
        var reader = new MetricReader(prometheus);
        MetricLookup lookup = await reader.FindAsync(MetricSources.All, [canary, Side], CancellationToken.None);
        Assert.Equal("OpenTelemetry (http_server_request_duration_seconds, label pod)", $"{lookup.Variant}");

        prometheus.Answers[Query(Side)] = Found(nginx);
        lookup = await reader.FindAsync(MetricSources.All, [canary, Side], CancellationToken.None);
        Assert.Equal(
            "Prometheus at http://stub:9090 has no series of Istio, IngressNginx, OpenTelemetry for all of "
            + "shop/web-canary, shop/web; it has IngressNginx for shop/web, OpenTelemetry for shop/web-canary.",
            lookup.Inconclusive!.Message);

        static int Index(string source) => MetricSources.All.SelectMany(one => one.Variants)
            .TakeWhile(variant => variant.Source != source).Count();
        static PrometheusAnswer Found(params int[] variants) => new(PrometheusResultKind.Vector,
        [
            .. variants.Select(variant => StubPrometheus.Samples("", $"variant={variant}", 1, 2)),
        ]);
    }

    [Fact]
    public async Task An_expression_of_ones_own_gives_one_number()
    {
        PromQlTemplate template = PromQlTemplate.Parse("errors{w=\"{{workload}}\"}");
        var prometheus = new StubPrometheus();
        async Task<MetricReading> EvaluateAsync(PrometheusAnswer answer)
        {
            prometheus.Answers["errors{w=\"web\"}"] = answer;
            return await new MetricReader(prometheus).EvaluateAsync(template, Side, Window, CancellationToken.None);
        }

        Assert.Equal(0.5, Assert.IsType<MetricNumber>(await EvaluateAsync(StubPrometheus.Number(0.5))).Value);
        Assert.Equal(
            InconclusiveReason.TooFewRequests,
            Assert.IsType<MetricInconclusive>(await EvaluateAsync(StubPrometheus.Number(double.NaN))).Reason);
        var nothing = new PrometheusAnswer(PrometheusResultKind.Vector, []);
        Assert.Equal(
            InconclusiveReason.NoSeries, Assert.IsType<MetricInconclusive>(await EvaluateAsync(nothing)).Reason);
        PrometheusAnswer one = StubPrometheus.Number(1);
        ClusterException several = await Assert.ThrowsAsync<ClusterException>(() =>
            EvaluateAsync(one with { Series = [.. one.Series, .. one.Series] }));
        Assert.Contains("gives 2 series, but must give one number", several.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClusterException>(() => EvaluateAsync(one with { Kind = PrometheusResultKind.Matrix }));
    }

    private static Task<MetricReading> ReadAsync(StubPrometheus prometheus, MetricQuestion question) =>
        new MetricReader(prometheus).ReadAsync(Variant, Side, Window, question, CancellationToken.None);

    private static async Task<MetricInconclusive> AssertInconclusiveAsync(
        StubPrometheus prometheus, MetricQuestion question, InconclusiveReason reason, string said)
    {
        var reading = Assert.IsType<MetricInconclusive>(await ReadAsync(prometheus, question));
        Assert.Equal(reason, reading.Reason);
        Assert.Contains(said, reading.Message, StringComparison.Ordinal);
        return reading;
    }
}

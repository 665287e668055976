using System.Text.RegularExpressions;
using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>Which series are asked for, and which of them are failures.</summary>
public sealed class MetricSourcesTests
{
    private static readonly MetricSide Stable = new("shop", "web");
    private static readonly MetricSide Canary = new("shop", "web-canary") { CanaryOf = "web" };

    [Fact]
    public void Istio_is_asked_by_workload_the_destination_first()
    {
        MetricSelection selection = MetricSources.Istio.Variants[0].Select(Canary);
        const string Labels =
            """{reporter="destination",destination_workload_namespace="shop",destination_workload="web-canary"}""";
        Assert.Equal($"istio_requests_total{Labels}", $"{selection.Requests}");
        Assert.Equal($"istio_request_duration_milliseconds_bucket{Labels}", $"{selection.Buckets}");
        Assert.Equal(TimeSpan.FromMilliseconds(1), selection.Unit);
        Assert.Equal(3, MetricSources.Istio.Variants.Count);
    }

    [Theory]
    [InlineData("response_code=200,response_flags=-", false)]
    [InlineData("response_code=404,response_flags=NR", false)]
    [InlineData("response_code=503,response_flags=UH", true)]
    [InlineData("response_code=500,response_flags=-", true)]
    [InlineData("response_code=0,response_flags=DC", false)]
    [InlineData("response_code=0,response_flags=UC", true)]
    [InlineData("response_code=0,response_flags=-", false)]
    [InlineData("response_code=200,response_flags=-,grpc_response_status=14", true)]
    [InlineData("response_code=200,response_flags=-,grpc_response_status=5", false)]
    [InlineData("response_code=200,response_flags=-,grpc_response_status=0", false)]
    public void Istio_failures(string labels, bool expected) =>
        Assert.Equal(expected, IstioMetrics.IsFailure(StubPrometheus.Samples("r", labels, 1, 1)));

    [Fact]
    public void Ingress_nginx_counts_a_canary_under_the_main_service()
    {
        Assert.Equal(
            """nginx_ingress_controller_requests{exported_namespace="shop",exported_service="web",canary=~"|-"}""",
            $"{MetricSources.IngressNginx.Variants[0].Select(Stable).Requests}");
        MetricSelection canary = MetricSources.IngressNginx.Variants[1].Select(Canary);
        Assert.Equal(
            "nginx_ingress_controller_requests"
            + """{namespace="shop",service="web",canary=~"shop-web-canary-[a-z0-9][a-z0-9-]{0,14}"}""",
            $"{canary.Requests}");
        Assert.StartsWith("nginx_ingress_controller_request_duration_seconds_bucket{", $"{canary.Buckets}", StringComparison.Ordinal);
        Assert.True(IngressNginxMetrics.IsFailure(StubPrometheus.Samples("r", "status=502", 1, 1)));
        Assert.True(IngressNginxMetrics.IsFailure(StubPrometheus.Samples("r", "status=5xx", 1, 1)));
        Assert.False(IngressNginxMetrics.IsFailure(StubPrometheus.Samples("r", "status=499", 1, 1)));
    }

    [Fact]
    public void OpenTelemetry_is_asked_by_pods_in_both_generations()
    {
        string pods = PodNamePatterns.OfDeployment("web");
        string[] asked = [.. MetricSources.OpenTelemetry.Variants.Select(variant => $"{variant.Select(Stable).Requests}")];
        Assert.Equal(
            $$"""http_server_request_duration_seconds_count{namespace="shop",pod=~"{{pods}}"}""", asked[0]);
        Assert.Contains(
            $$"""http_server_duration_milliseconds_count{k8s_namespace_name="shop",k8s_pod_name=~"{{pods}}"}""", asked);
        Assert.Equal(
            TimeSpan.FromMilliseconds(1),
            MetricSources.OpenTelemetry.Variants.Single(variant => variant.Description
                == "http_server_duration_milliseconds, label pod").Select(Stable).Unit);
    }

    [Theory]
    [InlineData("http_response_status_code=500", true)]
    [InlineData("http_response_status_code=200", false)]
    [InlineData("http_response_status_code=404,error_type=404", false)]
    [InlineData("http_status_code=503", true)]
    [InlineData("error_type=timeout", true)]
    [InlineData("http_route=/", false)]
    public void OpenTelemetry_failures(string labels, bool expected) =>
        Assert.Equal(expected, OpenTelemetryMetrics.IsFailure(StubPrometheus.Samples("r", labels, 1, 1)));

    [Fact]
    public void A_source_is_chosen_by_its_name()
    {
        Assert.Same(MetricSources.IngressNginx, MetricSources.Named("ingressnginx"));
        ClusterException unknown = Assert.Throws<ClusterException>(() => MetricSources.Named("Linkerd"));
        Assert.Equal("-MetricSource 'Linkerd' must be one of Istio, IngressNginx, OpenTelemetry.", unknown.Message);
    }

    [Theory]
    [InlineData("web-6d4cf56db6-8xk2p", true)]
    [InlineData("web-canary-6d4cf56db6-8xk2p", false)]
    [InlineData("web-canary-8xk2p", false)]
    [InlineData("web-0", false)]
    [InlineData("api-web-6d4cf56db6-8xk2p", false)]
    public void Pods_of_a_Deployment_are_told_from_those_of_its_canary(string pod, bool expected) =>
        Assert.Equal(expected, Regex.IsMatch(pod, $"^(?:{PodNamePatterns.OfDeployment("web")})$"));

    [Fact]
    public void Long_names_are_cut_as_the_server_cuts_them()
    {
        foreach (int length in Enumerable.Range(30, 60))
        {
            string name = new('a', length);
            string generated = $"{name}-6d4cf56db6-";
            string pod = generated[..Math.Min(58, generated.Length)] + "8xk2p";
            Assert.Matches($"^(?:{PodNamePatterns.OfDeployment(name)})$", pod);
            generated = $"{name}-";
            Assert.Matches($"^(?:{PodNamePatterns.OfDaemonSet(name)})$", generated[..Math.Min(58, generated.Length)] + "8xk2p");
        }

        Assert.Matches($"^(?:{PodNamePatterns.OfStatefulSet("db.a")})$", "db.a-12");
        Assert.DoesNotMatch($"^(?:{PodNamePatterns.OfStatefulSet("db.a")})$", "dbxa-12");
    }

    [Theory]
    [InlineData("requests_total", "requests_total{a=\"b\"}")]
    [InlineData("requests_total{}", "requests_total{a=\"b\"}")]
    [InlineData("requests_total{x=\"y\"}", "requests_total{x=\"y\",a=\"b\"}")]
    [InlineData("requests_total {x=\"y\", }", "requests_total {x=\"y\",a=\"b\"}")]
    [InlineData(" {__name__=\"r\",x=~\"a{2}|}\"} ", "{__name__=\"r\",x=~\"a{2}|}\",a=\"b\"}")]
    public void A_matcher_is_added_to_a_selector(string text, string expected) =>
        Assert.Equal(expected, $"{SeriesSelector.Parse(text)!.Equal("a", "b")}");

    [Theory]
    [InlineData("")]
    [InlineData("rate(requests_total[5m])")]
    [InlineData("requests_total[5m]")]
    [InlineData("requests_total{x=\"y\"} offset 5m")]
    [InlineData("a + b")]
    [InlineData("requests_total{x=\"y\"}) or vector(1) or (up{a=\"b\"}")]
    [InlineData("requests_total{x=\"y}")]
    public void What_is_more_than_a_selector_is_none(string text) => Assert.Null(SeriesSelector.Parse(text));

    [Fact]
    public void Values_cannot_leave_their_quotes()
    {
        Assert.Equal("""a{b="x\"} or up{\\"}""", $"{SeriesSelector.Of("a").Equal("b", "x\"} or up{\\")}");
        Assert.Equal("""10[.]0[.]0[.]1:80""", PromQl.Literal("10.0.0.1:80"));
        foreach (MetricSide side in new MetricSide[]
        {
            new("shop\"}", "web"), new("shop", "web\"} or up{a=\""), Stable with { Service = "a\"" },
            Stable with { Pods = "a\"" }, Stable with { Pods = "a\\" }, Stable with { CanaryOf = "{" },
        })
        {
            Assert.Equal(
                ClusterFault.InvalidSpec,
                Assert.Throws<ClusterException>(() => MetricSources.Istio.Variants[0].Select(side)).Fault);
        }
    }

    [Fact]
    public void Placeholders_are_filled_and_checked()
    {
        const string Text = """errors{ns="{{namespace}}",w="{{ workload }}",s="{{service}}",pod=~"{{pods}}"}[{{window}}]""";
        Assert.Equal(
            """errors{ns="shop",w="web-canary",s="web-c",pod=~"x-.*"}[90000ms]""",
            PromQlTemplate.Parse(Text).Fill(
                Canary with { Service = "web-c", Pods = "x-.*" }, TimeSpan.FromSeconds(90)));
        string Refused(string text) => Assert.Throws<ClusterException>(() => PromQlTemplate.Parse(text)).Message;
        Assert.Contains("has the placeholder {{name}}; there are {{namespace}}", Refused("a{b=\"{{name}}\"}"), StringComparison.Ordinal);
        Assert.Contains("is empty", Refused(" "), StringComparison.Ordinal);
        Assert.Contains("no placeholder that tells canary and stable apart", Refused("rate(a[{{window}}])"), StringComparison.Ordinal);
        Assert.Contains("two braces that are not a placeholder", Refused("a{b=\"{{workload}}\"} {{"), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_counters_are_selectors()
    {
        MetricSelection own = CustomMetrics.Parse(
            "r{w=\"{{workload}}\"}", "f{w=\"{{workload}}\"}", "d_bucket{w=\"{{workload}}\"}",
            TimeSpan.FromMilliseconds(1)).Variants[0].Select(Stable);
        Assert.Equal(
            ("r{w=\"web\"}", "f{w=\"web\"}", "d_bucket{w=\"web\"}"),
            ($"{own.Requests}", $"{own.Failures}", $"{own.Buckets}"));
        ClusterException refused = Assert.Throws<ClusterException>(() =>
            CustomMetrics.Parse("rate(r{w=\"{{workload}}\"}[5m])", "f{w=\"{{workload}}\"}"));
        Assert.Contains("is not a selector of counters", refused.Message, StringComparison.Ordinal);
    }
}

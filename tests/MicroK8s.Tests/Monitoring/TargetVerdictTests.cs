using MicroK8s.Metrics;
using MicroK8s.Monitoring;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Monitoring;

/// <summary>From the targets of Prometheus to whether a service is scraped.</summary>
public sealed class TargetVerdictTests
{
    private const string Pool = "serviceMonitor/shop/web/0";

    [Fact]
    public void Every_ready_pod_has_to_be_up()
    {
        KubeObject[] pods = [Pod("web-1", "10.0.0.1"), Pod("web-2", "fd00::2")];
        PrometheusTarget one = Target("http://10.0.0.1:8080/metrics");
        Assert.Equal($"Prometheus has no target of {Pool}", Of(pods).Waits);
        Assert.Equal("Prometheus has no target for web-2", Of(pods, one).Waits);
        Assert.Equal(
            "http://[fd00::2]:8080/metrics was not scraped yet",
            Of(pods, one, Target("http://[fd00::2]:8080/metrics", "unknown")).Waits);
        Assert.Equal(
            "the scrape of http://[fd00::2]:8080/metrics fails: server returned HTTP status 404 Not Found",
            Of(pods, one, Target("http://[fd00::2]:8080/metrics", "down", "server returned HTTP status 404 Not Found")).Waits);
        TargetVerdict well = Of(pods, one, Target("http://[fd00::2]:8080/metrics"), Target("http://10.0.0.9:8080/metrics", "down"));
        Assert.Null(well.Waits);
        Assert.Equal(2, well.Targets.Count);
        Assert.Equal("it has no ready pod", Of([], one).Waits);
    }

    [Fact]
    public void Without_a_monitor_port_and_path_tell_the_target()
    {
        MonitoringPlan plan = Plan(MonitorKind.Annotations, "8080");
        KubeObject[] pods = [Pod("web-1", "10.0.0.1")];
        Assert.Equal(
            "Prometheus has no target at port 8080 of its pods",
            TargetVerdict.Of(plan, pods, [Target("http://10.0.0.1:9090/metrics"), Target("http://10.0.0.1:8080/other")]).Waits);
        Assert.Null(TargetVerdict.Of(plan, pods, [Target("http://10.0.0.1:8080/metrics")]).Waits);
    }

    private static TargetVerdict Of(KubeObject[] pods, params PrometheusTarget[] targets) =>
        TargetVerdict.Of(Plan(MonitorKind.ServiceMonitor, "http") with { Monitor = "web" }, pods, targets);

    private static MonitoringPlan Plan(MonitorKind kind, string port) =>
        new(MonitoringScene.Workload(), kind, port, "/metrics", []);

    private static PrometheusTarget Target(string url, string health = "up", string? error = null) =>
        new(Pool, url, health, error, null);

    private static KubeObject Pod(string name, string address) =>
        KubeObject.Parse($$"""{"kind":"Pod","metadata":{"name":"{{name}}"},"status":{"podIP":"{{address}}"} }""");
}

using MicroK8s.Metrics;
using MicroK8s.Monitoring;
using MicroK8s.Resources;
using MicroK8s.Tests.CanaryRollouts;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Metrics;

namespace MicroK8s.Tests.Monitoring;

/// <summary>The whole way on the cluster: a real Prometheus scrapes what was enabled, and tells what it counted.</summary>
public sealed class MonitoringCmdletTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    private const string Name = "monitored";

    [Fact]
    public async Task What_is_enabled_is_scraped_measured_and_disabled_again()
    {
        await OperatorKinds.EnsureAsync();
        await prometheus.Namespace.CreateAsync(ResourceTypes.Prometheus, """
            {"metadata": {"name": "k8s"}, "spec": {"serviceMonitorSelector": {"matchLabels": {"release": "kps"}}}}
            """);
        string server = $"{prometheus.Namespace.Name}/prometheus:http-web";
        using Shell shell = Shell.Connected(prometheus.Namespace.Name);
        shell.Run(
            $"New-MicroService {Name} shop/web:v1.0 -Port 80:8080 -ServiceType NodePort -Replicas 2 "
            + "-ReadinessProbe /ready:8080 -Limit @{ memory = '64Mi' } -Wait").AssertNoErrors();
        KubeObject service = await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name);
        await TestCluster.Admin.Resources.PatchAsync(
            new ResourceRef(ResourceTypes.Service, service.Namespace, Name),
            new JsonPatch(service).Remove("/spec/ports/0/name"), dryRun: false, CancellationToken.None);
        string before = Shape(await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name));
        shell.Run($"Enable-MicroServiceMonitoring {Name} -WhatIf").AssertNoErrors();
        Assert.Equal(before, Shape(await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name)));
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.ServiceMonitor, Name));

        Task following = prometheus.FollowMonitorAsync();
        EngineResult enabled = shell.Run(
            $"Enable-MicroServiceMonitoring {Name} -Interval 15s -Wait -PrometheusService $args[0] -PassThru", server);
        enabled.AssertNoErrors();
        await following;
        ServiceMonitoring done = enabled.TheOne<ServiceMonitoring>();
        Assert.Equal((MonitorKind.ServiceMonitor, "metrics", true), (done.MonitorKind, done.Port, done.IsSelected));
        Assert.Equal([$"{prometheus.Namespace.Name}/k8s"], done.Prometheus);
        Assert.Equal(2, done.Targets.Count);
        Assert.All(done.Targets, target => Assert.True(target.IsUp));
        KubeObject monitor = await prometheus.Namespace.GetAsync(ResourceTypes.ServiceMonitor, Name);
        Assert.Equal("kps", monitor.Labels["release"]);
        Assert.Equal("15s", monitor.Json.Items("spec", "endpoints").Single().Text("interval"));

        await MeasureAsync(shell, server);

        shell.Run($"Disable-MicroServiceMonitoring {Name} -Force").AssertNoErrors();
        Assert.Null(await prometheus.Namespace.FindAsync(ResourceTypes.ServiceMonitor, Name));
        Assert.Equal(before, Shape(await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name)));
    }

    [Fact]
    public async Task A_scrape_that_fails_is_the_reason_when_the_time_is_over()
    {
        const string name = "unmetered";
        using Shell shell = Shell.Connected(prometheus.Namespace.Name);
        shell.Run($"New-MicroService {name} shop/web:v1.0 -Port http:80:8080 -ReadinessProbe /ready:8080 -Wait").AssertNoErrors();
        await prometheus.ScrapedAsync(name, 1);

        // The job of the fixture asks every pod at /metrics, and nothing asks for this path.
        var error = shell.Run(
            $"Enable-MicroServiceMonitoring {name} -MonitorKind Annotations -Path /none -Wait -Timeout 20 -PrometheusUri $args[0]",
            prometheus.Direct.Address).AssertError("RolloutTimeout");
        Assert.Contains("Prometheus has no target at port 8080 of its pods", error.Exception.Message, StringComparison.Ordinal);
        shell.Run(
            $"Enable-MicroServiceMonitoring {name} -Path /metrics -Wait -PrometheusUri $args[0]",
            prometheus.Direct.Address).AssertNoErrors();
        KubeObject service = await prometheus.Namespace.GetAsync(ResourceTypes.Service, name);
        Assert.Equal("/metrics", service.Annotations["prometheus.io/path"]);
        shell.Run($"Get-MicroService {name} | Disable-MicroServiceMonitoring -Force").AssertNoErrors();
        Assert.DoesNotContain(
            (await prometheus.Namespace.GetAsync(ResourceTypes.Service, name)).Annotations.Keys,
            key => key.Contains("prometheus", StringComparison.Ordinal) || key.Contains("monitoring", StringComparison.Ordinal));
    }

    /// <summary>Requests that Prometheus has counted are what is shown.</summary>
    private async Task MeasureAsync(Shell shell, string server)
    {
        int port = (await prometheus.Namespace.GetAsync(ResourceTypes.Service, Name)).Json.Items("spec", "ports").Single()
            .Count("nodePort");
        await using (var callers = new Callers(port))
        {
            string counter = $"http_server_request_duration_seconds_count{{pod=~\"{Name}-.*\"}}";
            await prometheus.UntilAsync($"sum({counter})", count => count > 50);

            // Percentiles need requests between two scrapes.
            await prometheus.UntilAsync($"sum(rate({counter}[2m]))", rate => rate > 0);
        }

        await prometheus.ScrapedAsync(Name, 2);
        ServiceMetric figures = shell.Run($"Get-MicroServiceMetric {Name} -Window 2m -PrometheusService $args[0]", server)
            .AssertNoErrors().TheOne<ServiceMetric>();
        Assert.InRange(figures.Requests!.Value, 50, long.MaxValue);
        Assert.Equal((0.0, null), (figures.ErrorRate, figures.Reason));
        Assert.NotNull(figures.P99);
        Assert.Equal(figures.Requests, figures.Trend.Sum());
        Assert.InRange(figures.Trend.Count, 2, 20);
        Assert.Contains(figures.Notes, note => note.Contains("CPU and memory are not known", StringComparison.Ordinal));

        ServiceMetric none = shell.Run(
            $"Get-MicroServiceMetric {Name} -MetricSource Istio -PrometheusService $args[0]", server)
            .AssertNoErrors().TheOne<ServiceMetric>();
        Assert.Equal((InconclusiveReason.NoSeries, null), (none.ReasonCode, none.Requests));
    }

    private static string Shape(KubeObject service) =>
        $"{service.Json.At("spec")} {string.Join(',', service.Labels)} {string.Join(',', service.Annotations)}";
}

using MicroK8s.Health;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Health;
using MicroK8s.Usage;

namespace MicroK8s.Tests.Usage;

/// <summary>
/// The metrics API, first one whose server is gone, then one that answers: the API server itself serves the kinds, as
/// custom resources, and the values are the test's. Alone, because other tests count on there being none.
/// </summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InCluster)]
public sealed class MetricsApiTests : IAsyncLifetime
{
    private const string Api = "v1beta1.metrics.k8s.io";

    // A new name each time: the node controller remembers the health of one that is gone, and takes its namesake for dead.
    private readonly string _unmeasured = $"unmeasured-{Guid.NewGuid().ToString("N")[..8]}";

    private TestNamespace _home = null!;

    public async Task InitializeAsync() => _home = await TestNamespace.CreateAsync("metrics");

    public async Task DisposeAsync()
    {
        await Kubectl.RunAsync("delete", "apiservice", Api, "--ignore-not-found");
        await Kubectl.RunAsync(
            "delete", "crd", "nodes.metrics.k8s.io", "pods.metrics.k8s.io", "--ignore-not-found", "--wait=true");
        await Kubectl.RunAsync("delete", "node", _unmeasured, "--ignore-not-found");
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_metrics_api_whose_server_is_gone_is_named_and_no_reason_to_be_well()
    {
        await ApplyAsync($$$"""
            {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": "{{{Api}}}"},
             "spec": {"group": "metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100, "versionPriority": 100,
              "insecureSkipTLSVerify": true, "service": {"namespace": "{{{_home.Name}}}", "name": "none"} } }
            """);
        HealthFinding finding = await Sought.WaitForAsync("Metrics", finding => finding.Code == "MK003");
        Assert.Equal(HealthStatus.Unknown, finding.Status);
        using Shell shell = Shell.Connected(_home.Name);
        Assert.StartsWith(
            "MetricsUnavailable,", Assert.Single(shell.Run("Get-NodeUsage").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_the_metrics_api_are_shown_and_missed()
    {
        string node = (await TestCluster.Admin.Resources.ReadAllAsync(new ResourceQuery(ResourceTypes.Node, null), default))
            .First(item => !item.Labels.ContainsKey("microk8s-test/hollow")).Name;
        await DefineAsync("nodes", "NodeMetrics", "Cluster");
        await DefineAsync("pods", "PodMetrics", "Namespaced");
        await ApplyAsync($$$"""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "{{{_unmeasured}}}"}, "spec": {"taints": [{"key": "test", "effect": "NoExecute"}]}}
            """);
        await Kubectl.RunAsync("patch", "node", _unmeasured, "--subresource=status", "--type=merge", "--patch", """
            {"status": {"conditions": [{"type": "Ready", "status": "True", "lastHeartbeatTime": null, "lastTransitionTime": null}]}}
            """);
        await ApplyAsync($$$"""
            {"apiVersion": "metrics.k8s.io/v1beta1", "kind": "NodeMetrics", "metadata": {"name": "{{{node}}}"},
             "timestamp": "{{{Now}}}", "window": "15s", "usage": {"cpu": "750m", "memory": "1Gi"}}
            """);

        HealthFinding unmeasured = await Sought.WaitForAsync("Metrics", finding => finding.Code == "MK321");
        Assert.Equal((_unmeasured, HealthStatus.Warning), (unmeasured.Name, unmeasured.Status));
        using Shell shell = Shell.Connected(_home.Name);
        IReadOnlyList<NodeUsage> nodes = shell.Run("Get-NodeUsage").AssertNoErrors().As<NodeUsage>();
        NodeUsage measured = Assert.Single(nodes, one => one.Name == node);
        Assert.Equal((0.75m, 1L << 30, UsageSource.MetricsApi), (measured.Cpu, measured.Memory, measured.Source));
        Assert.Null(Assert.Single(nodes, one => one.Name == _unmeasured).Cpu);

        await _home.CreateAsync(ResourceTypes.Pod, """
            {"metadata": {"name": "web"}, "spec": {"terminationGracePeriodSeconds": 0, "containers": [{"name": "web", "image": "shop/web:v1.0",
             "resources": {"requests": {"cpu": "10m"}}}]}}
            """);
        await _home.WaitForAsync(ResourceTypes.Pod, "web", pod => pod.Json.Text("status", "phase") == "Running");
        await ApplyAsync($$$"""
            {"apiVersion": "metrics.k8s.io/v1beta1", "kind": "PodMetrics", "metadata": {"name": "web", "namespace": "{{{_home.Name}}}"},
             "timestamp": "{{{Now}}}", "window": "15s", "containers": [{"name": "web", "usage": {"cpu": "100m", "memory": "20Mi"}}]}
            """);
        PodUsage usage = shell.Run("Get-PodUsage web").TheOne<PodUsage>();
        Assert.Equal((0.1m, 20L << 20, 0.01m), (usage.Cpu, usage.Memory, usage.RequestedCpu));
    }

    private static string Now => $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}";

    private static Task<string> ApplyAsync(string manifest) => Kubectl.RunAsync(manifest, ["apply", "--filename", "-"]);

    private static async Task DefineAsync(string plural, string kind, string scope)
    {
        string name = $"{plural}.metrics.k8s.io";
        await ApplyAsync($$$"""
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "{{{name}}}", "annotations": {"api-approved.kubernetes.io": "unapproved, a test"}},
             "spec": {"group": "metrics.k8s.io", "scope": "{{{scope}}}", "names": {"plural": "{{{plural}}}", "kind": "{{{kind}}}", "listKind": "{{{kind}}}List"},
              "versions": [{"name": "v1beta1", "served": true, "storage": true,
               "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true} } }]}}
            """);
        await Kubectl.RunAsync("wait", "crd", name, "--for=condition=Established", "--timeout=180s");
    }
}

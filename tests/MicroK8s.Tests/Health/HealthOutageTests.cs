using System.Diagnostics;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>Parts of the real cluster that stop working, and come back after the test.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InCluster)]
public sealed class HealthOutageTests
{
    private const string System = HealthScope.SystemNamespace;

    /// <summary>
    /// Another test may have let go of a part only now, which takes some seconds to be well; what a check says without
    /// reason, it says for ever. Other tests ask for deprecated APIs too, and the server remembers that.
    /// </summary>
    [Fact]
    public async Task Of_a_healthy_cluster_no_check_has_anything_to_say()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync("healthy");
        IHealthCheck[] checks = [.. HealthChecks.All.Where(check => !check.IsOptional)];
        IReadOnlyList<HealthFinding> findings = [];
        bool IsSaid(HealthFinding finding) => finding.Code is not (null or "MK131" or "MK132");
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(3);)
        {
            findings = await Sought.RunAsync(
                checks, new HealthScope(TestCluster.Admin, [home.Name], TimeProvider.System), TimeSpan.FromMinutes(1));
            if (!findings.Any(IsSaid)) break;
            await Task.Delay(1000);
        }

        Assert.Equal(checks.Select(check => check.Name).Order(), findings.Select(finding => finding.Check).Distinct().Order());
        Assert.DoesNotContain(findings, IsSaid);
    }

    [Fact]
    public async Task A_scheduler_and_a_kubelet_that_stand_still_are_found()
    {
        string node = (await TestCluster.Admin.Resources.ReadAllAsync(new ResourceQuery(ResourceTypes.Node, null), default))
            .First(item => !item.Labels.ContainsKey("microk8s-test/hollow")).Name;
        string[] parts = ["kube-scheduler", "kubelet"];
        foreach (string part in parts) await SignalAsync("-STOP", part);
        try
        {
            await LetTwoMinutesPassAsync(node);
            HealthFinding loop = await Sought.WaitForAsync("ControlLoops", finding => finding.Code == "MK111");
            Assert.Equal(("kube-scheduler", HealthStatus.Unhealthy), (loop.Target, loop.Status));
            HealthFinding kubelet = await Sought.WaitForAsync("Nodes", finding => finding.Code == "MK201" && finding.Name == node);
            Assert.Contains("Ready is Unknown", kubelet.Evidence, StringComparison.Ordinal);
            await ChangeLeaseAsync();
        }
        finally
        {
            foreach (string part in parts) await SignalAsync("-CONT", part);
        }

        await Sought.WaitForAsync("ControlLoops", finding => finding is { Status: HealthStatus.Healthy, Target: "kube-scheduler" });
        await WaitForNodeAsync(node);
    }

    [Fact]
    public async Task A_server_without_its_store_is_found()
    {
        await SignalAsync("-STOP", "etcd");
        try
        {
            HealthFinding finding = await Sought.WaitForAsync("Api", finding => finding.Code == "MK102");
            Assert.Equal(HealthStatus.Unhealthy, finding.Status);
            Assert.Contains("etcd failed", finding.Evidence, StringComparison.Ordinal);
        }
        finally
        {
            await SignalAsync("-CONT", "etcd");
        }

        await Sought.WaitForAsync("Api", finding => finding.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task Cluster_dns_without_a_pod_or_with_a_bad_one_is_found_and_missed_without_its_label()
    {
        string[] scale = ["scale", "deployment", "--namespace", System, "--selector", "k8s-app=kube-dns"];
        await Kubectl.RunAsync([.. scale, "--replicas", "0"]);
        try
        {
            HealthFinding finding = await Sought.WaitForAsync("Dns", finding => finding.Code == "MK311");
            Assert.Equal(HealthStatus.Unhealthy, finding.Status);
            Assert.Contains("no service name resolves", finding.Evidence, StringComparison.Ordinal);
        }
        finally
        {
            await Kubectl.RunAsync([.. scale, "--replicas", "1"]);
        }

        await Sought.WaitForAsync("Dns", finding => finding.Status == HealthStatus.Healthy);
        await Kubectl.RunAsync(
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bad-dns", "namespace": "kube-system", "labels": {"k8s-app": "kube-dns"}},
             "spec": {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "shop/never-ready:v1.0",
              "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}}}]}}
            """,
            ["apply", "--filename", "-"]);
        try
        {
            HealthFinding finding = await Sought.WaitForAsync("Dns", finding => finding.Code == "MK312");
            Assert.Equal((HealthStatus.Warning, "kube-dns"), (finding.Status, finding.Name));
        }
        finally
        {
            await Kubectl.RunAsync("delete", "pod", "bad-dns", "--namespace", System);
        }

        string[] label = ["label", "service", "kube-dns", "--namespace", System, "--overwrite"];
        await Kubectl.RunAsync([.. label, "k8s-app-"]);
        try
        {
            HealthFinding finding = await Sought.WaitForAsync("Dns", finding => finding.Code == "MK313");
            Assert.Equal(HealthStatus.Warning, finding.Status);
        }
        finally
        {
            await Kubectl.RunAsync([.. label, "k8s-app=kube-dns"]);
        }

        await Sought.WaitForAsync("Dns", finding => finding.Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_mesh_without_an_injector_is_found()
    {
        await Kubectl.RunAsync("create", "namespace", "istio-system");
        try
        {
            await Kubectl.RunAsync(
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "istiod", "namespace": "istio-system", "labels": {"app": "istiod"}},
                 "spec": {"selector": {"matchLabels": {"app": "istiod"}}, "template": {"metadata": {"labels": {"app": "istiod"}},
                  "spec": {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "shop/web:v1.0"}]}}}}
                """,
                ["apply", "--filename", "-"]);
            HealthFinding finding = await Sought.WaitForAsync("Istio", finding => finding.Code == "MK702");
            Assert.Equal(HealthStatus.Warning, finding.Status);
        }
        finally
        {
            await Kubectl.RunAsync("delete", "namespace", "istio-system", "--wait=true");
        }
    }

    /// <summary>
    /// What two minutes of silence leave, written at once: the lease of the scheduler as old as that, and what the node
    /// controller says of a node that it has not heard of. Neither of the two that stand still can write over it.
    /// </summary>
    private static async Task LetTwoMinutesPassAsync(string node)
    {
        string renewed = $"{DateTimeOffset.UtcNow.AddMinutes(-2):yyyy-MM-ddTHH:mm:ss.ffffff}Z";
        await Kubectl.RunAsync(
            "patch", "lease", "kube-scheduler", "--namespace", System, "--type=merge",
            "--patch", $$"""{"spec": {"renewTime": "{{renewed}}"} }""");
        string now = $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss}Z";
        await Kubectl.RunAsync(
            "patch", "node", node, "--subresource=status", "--type=strategic", "--patch", $$"""
            {"status": {"conditions": [{"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown",
             "message": "Kubelet stopped posting node status.", "lastTransitionTime": "{{now}}"}]} }
            """);
    }

    /// <summary>A lease that is not there, and one that was given back; the scheduler then takes it again.</summary>
    private static async Task ChangeLeaseAsync()
    {
        await Kubectl.RunAsync("delete", "lease", "kube-scheduler", "--namespace", System);
        HealthFinding hidden = await Sought.WaitForAsync("ControlLoops", finding => finding.Code == "MK113");
        Assert.Equal(("kube-scheduler", HealthStatus.Unknown), (hidden.Target, hidden.Status));

        string now = $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffff}Z";
        await Kubectl.RunAsync(
            $$$"""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "kube-scheduler", "namespace": "{{{System}}}"},
             "spec": {"holderIdentity": "", "leaseDurationSeconds": 1, "renewTime": "{{{now}}}"} }
            """,
            ["apply", "--filename", "-"]);
        HealthFinding free = await Sought.WaitForAsync("ControlLoops", finding => finding.Code == "MK112");
        Assert.Equal(("kube-scheduler", HealthStatus.Warning), (free.Target, free.Status));
    }

    private static async Task WaitForNodeAsync(string node)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.Node, null, node));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            // Until the taint is gone, too, no pod of the next test gets there.
            if (change.Item is { } item && item.Condition("Ready").Text("status") == "True"
                && !item.Json.Items("spec", "taints").Any()) return;
        }
    }

    private static async Task SignalAsync(string signal, string part)
    {
        string folder = Path.GetDirectoryName(TestCluster.KubeConfig)!;
        string id = (await File.ReadAllTextAsync(Path.Combine(folder, "pids", part))).Split(' ', '\n')[0];
        using Process kill = Process.Start("kill", [signal, id]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}

using System.Diagnostics;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>Parts of the real cluster that stop working, and come back after the test.</summary>
[Collection(Alone.Name)]
public sealed class HealthOutageTests
{
    // The test cluster's leases are valid for 60 s, twice that is the rule, and a node may be silent for 120 s: what
    // stands still is found after two minutes, not before.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Other tests ask for deprecated APIs, and the server remembers that.</summary>
    [Fact]
    public async Task Of_a_healthy_cluster_no_check_has_anything_to_say()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync("healthy");
        IHealthCheck[] checks = [.. HealthChecks.All.Where(check => !check.IsOptional)];
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in HealthRun.RunAsync(
            checks, new HealthScope(TestCluster.Admin, [home.Name], TimeProvider.System), TimeSpan.FromMinutes(1), default))
        {
            findings.Add(finding);
        }

        Assert.Equal(checks.Select(check => check.Name).Order(), findings.Select(finding => finding.Check).Distinct().Order());
        Assert.DoesNotContain(findings, finding => finding.Code is not (null or "MK131" or "MK132"));
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
            HealthFinding loop = await FindAsync("ControlLoops", finding => finding.Code == "MK111");
            Assert.Equal(("kube-scheduler", HealthStatus.Unhealthy), (loop.Target, loop.Status));
            HealthFinding kubelet = await FindAsync("Nodes", finding => finding.Code == "MK201" && finding.Name == node);
            Assert.Contains("Ready is Unknown", kubelet.Evidence, StringComparison.Ordinal);
        }
        finally
        {
            foreach (string part in parts) await SignalAsync("-CONT", part);
        }

        await FindAsync("ControlLoops", finding => finding is { Status: HealthStatus.Healthy, Target: "kube-scheduler" });
        await WaitForNodeAsync(node);
    }

    [Fact]
    public async Task Cluster_dns_without_a_pod_is_found()
    {
        string[] scale = ["scale", "deployment", "--namespace", "kube-system", "--selector", "k8s-app=kube-dns"];
        await Kubectl.RunAsync([.. scale, "--replicas", "0"]);
        try
        {
            HealthFinding finding = await FindAsync("Dns", finding => finding.Code == "MK311");
            Assert.Equal(HealthStatus.Unhealthy, finding.Status);
            Assert.Contains("no service name resolves", finding.Evidence, StringComparison.Ordinal);
        }
        finally
        {
            await Kubectl.RunAsync([.. scale, "--replicas", "1"]);
        }

        await FindAsync("Dns", finding => finding.Status == HealthStatus.Healthy);
    }

    /// <summary>Runs a check again and again until it finds what is meant.</summary>
    private static async Task<HealthFinding> FindAsync(string check, Predicate<HealthFinding> isMeant)
    {
        IHealthCheck[] checks = [HealthChecks.All.Single(one => one.Name == check)];
        long start = Stopwatch.GetTimestamp();
        var seen = new List<HealthFinding>();
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            seen.Clear();
            await foreach (HealthFinding finding in HealthRun.RunAsync(
                checks, new HealthScope(TestCluster.Admin, [], TimeProvider.System), TimeSpan.FromMinutes(1), default))
            {
                seen.Add(finding);
            }

            if (seen.Find(isMeant) is { } found) return found;
            await Task.Delay(500);
        }

        throw new TimeoutException($"Not found within {Patience}; last: {string.Join('\n', seen)}");
    }

    private static async Task WaitForNodeAsync(string node)
    {
        using var limit = new CancellationTokenSource(Patience);
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

using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Health.Workloads;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class HealthScopeTests
{
    private static readonly KubeObject SystemPod = KubeObject.Parse("""
        {"kind": "Pod", "metadata": {"name": "proxy", "namespace": "kube-system"},
         "status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
        """);

    private static readonly KubeObject SystemDaemon = KubeObject.Parse("""
        {"kind": "DaemonSet", "metadata": {"name": "proxy", "namespace": "kube-system"},
         "status": {"desiredNumberScheduled": 1, "updatedNumberScheduled": 1}}
        """);

    [Fact]
    public async Task Without_namespaces_all_are_listed_at_once_and_the_clusters_own_are_left_to_their_check()
    {
        using var session = new StubSession { Objects = [SystemPod] };
        var findings = await Verdicts.OfAsync(new PodsCheck(), new HealthScope(session, [], TimeProvider.System));
        Assert.Equal([new ResourceQuery(ResourceTypes.Pod, null)], session.Asked);
        Assert.Equal(HealthStatus.Skipped, Assert.Single(findings).Status);
    }

    [Fact]
    public async Task With_namespaces_each_is_listed_by_itself_so_that_few_rights_are_enough()
    {
        using var session = new StubSession();
        await Verdicts.OfAsync(new PodsCheck(), new HealthScope(session, ["shop", "kube-system"], TimeProvider.System));
        Assert.Equal(
            [new ResourceQuery(ResourceTypes.Pod, "shop"), new ResourceQuery(ResourceTypes.Pod, "kube-system")], session.Asked);
    }

    [Fact]
    public async Task The_workloads_check_asks_for_every_kind_of_workload()
    {
        using var session = new StubSession();
        await Verdicts.OfAsync(new WorkloadsCheck(), new HealthScope(session, ["shop"], TimeProvider.System));
        Assert.Equal(
            ["DaemonSet", "Deployment", "StatefulSet"], session.Asked.Select(query => query.Type.Kind).Order());
    }

    [Fact]
    public async Task What_the_cluster_itself_runs_is_tested_whatever_the_namespaces()
    {
        using var session = new StubSession { Objects = [SystemPod, SystemDaemon] };
        var verdicts =
            await Verdicts.OfAsync(new SystemPodsCheck(), new HealthScope(session, ["shop"], TimeProvider.System));
        Assert.Equal(
            ["DaemonSet kube-system/proxy", "Pod kube-system/proxy"], verdicts.Select(verdict => verdict.Target).Order());
        Assert.All(session.Asked, query => Assert.Equal("kube-system", query.Namespace));
    }

    [Fact]
    public async Task A_list_that_several_checks_want_is_read_once()
    {
        using var session = new StubSession();
        var findings = new List<HealthFinding>();
        await foreach (HealthFinding finding in HealthRun.RunAsync(
            HealthChecks.All, new HealthScope(session, [], TimeProvider.System), TimeSpan.FromMinutes(1), default))
        {
            findings.Add(finding);
        }

        Assert.NotEmpty(findings);
        Assert.Equal(session.Asked.Distinct().Count(), session.Asked.Count);
    }
}

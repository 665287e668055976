using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>What ends a wait beside faults of pods.</summary>
public sealed class RolloutWaitTests(ITestOutputHelper output) : WaitingTests(output)
{
    [Fact]
    public async Task A_rollout_that_succeeds_returns_the_workload_and_tells_its_progress()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d =>
        {
            d.Spec()["replicas"] = 2;
            d.Spec()["minReadySeconds"] = 3;
        });
        var told = new List<RolloutProgress>();

        KubeObject done = await WaitAsync(deployed, Patience, told);

        Assert.Equal(2, done.Json.Count("status", "availableReplicas"));
        Assert.NotEmpty(told);
        Assert.All(told, progress => Assert.Equal(2, progress.Desired));
    }

    [Fact]
    public async Task A_slow_start_heals()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d =>
        {
            d.Environment("SLOW_START_SECONDS", "8");
            d.Probe("readinessProbe", "/ready", failureThreshold: 1);
        });

        KubeObject done = await WaitAsync(deployed, Patience);

        Assert.Equal(1, done.Json.Count("status", "availableReplicas"));
    }

    [Fact]
    public async Task A_paused_rollout_is_not_waited_for()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec()["paused"] = true),
            ClusterFault.RolloutPaused);
    }

    [Fact]
    public async Task A_workload_that_is_deleted_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec()["minReadySeconds"] = 100);
        Task<RolloutFailure> waiting = FailAsync(deployed, ClusterFault.WorkloadDeleted);
        await TestCluster.Admin.Resources.DeleteAsync(Ref(deployed), null, dryRun: false, CancellationToken.None);
        await waiting;
    }

    [Fact]
    public async Task A_newer_template_supersedes_the_one_waited_for()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec()["minReadySeconds"] = 100);
        Task<RolloutFailure> waiting = FailAsync(deployed, ClusterFault.Superseded);
        await space.SetImageAsync("web", "shop/web:v2.0");
        await waiting;
    }
}

using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>A wait that succeeds. How others end is in the table of <c>WaitingCases</c>.</summary>
public sealed class RolloutWaitTests
{
    [Fact]
    public async Task A_rollout_that_succeeds_returns_the_workload_and_tells_its_progress()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d =>
        {
            d.Spec["replicas"] = 2;
            d.Spec["minReadySeconds"] = 3;
        });
        var told = new Listener();

        KubeObject done = await RolloutWait.RunAsync(
            TestCluster.Admin, new ResourceRef(ResourceTypes.Deployment, space.Name, deployed.Name),
            TimeSpan.FromSeconds(120), told, TimeProvider.System, CancellationToken.None);

        Assert.Equal(2, done.Json.Count("status", "availableReplicas"));
        Assert.NotEmpty(told.All);
        Assert.All(told.All, progress => Assert.Equal(2, progress.Desired));
    }

    private sealed class Listener : IProgress<RolloutProgress>
    {
        public List<RolloutProgress> All { get; } = [];

        public void Report(RolloutProgress value) => All.Add(value);
    }
}

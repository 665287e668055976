using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>What a real server answers when a verdict is doubted.</summary>
public sealed class FailureDoubleCheckTests
{
    private static readonly RolloutCause Exceeded = new(ClusterFault.QuotaExceeded, "the pods do not fit the quota");

    [Fact]
    public async Task A_quota_is_tried_without_making_a_pod()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject quota = await space.CreateAsync(
            ResourceTypes.ResourceQuota, """{"metadata":{"name":"small"},"spec":{"hard":{"pods":"0"}}}""");
        KubeObject web = await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec["replicas"] = 0);
        await SeenAsync(space, quota.Name, "0");
        var doubts = new FailureDoubleCheck(TestCluster.Admin, web);

        Assert.False(await doubts.RaiseAsync(Exceeded, CancellationToken.None));
        await space.ChangeAsync(quota.Name, patch => patch.Replace("/spec/hard/pods", "1"), ResourceTypes.ResourceQuota);
        await SeenAsync(space, quota.Name, "1");

        Assert.True(await doubts.RaiseAsync(Exceeded, CancellationToken.None));
        Assert.Empty(await space.ListAsync(ResourceTypes.Pod));
    }

    /// <summary>A quota counts only once its controller has seen it.</summary>
    private static async Task SeenAsync(TestNamespace space, string name, string pods)
    {
        var query = ResourceQuery.For(new ResourceRef(ResourceTypes.ResourceQuota, space.Name, name));
        using var limit = Patience.Start();
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item?.Json.Text("status", "hard", "pods") == pods) return;
        }
    }
}

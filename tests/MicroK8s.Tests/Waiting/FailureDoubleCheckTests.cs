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
        TestQuota quota = await TestQuota.CloseAsync(space, ResourceTypes.Pod);
        KubeObject web = await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec["replicas"] = 0);
        var doubts = new FailureDoubleCheck(TestCluster.Admin, web);

        Assert.False(await doubts.RaiseAsync(Exceeded, CancellationToken.None));
        await quota.OpenAsync(1);

        Assert.True(await doubts.RaiseAsync(Exceeded, CancellationToken.None));
        Assert.Empty(await space.ListAsync(ResourceTypes.Pod));
    }
}

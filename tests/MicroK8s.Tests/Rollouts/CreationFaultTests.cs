using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>Pods that are never made or never placed, on a real cluster.</summary>
public sealed class CreationFaultTests(ITestOutputHelper output) : WaitingTests(output)
{
    [Fact]
    public async Task A_pod_that_no_node_fits_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0",
                d => d.PodSpec()["nodeSelector"] = new JsonObject { ["disk"] = "none-such" }),
            ClusterFault.Unschedulable);

        Assert.Contains("nodes are available", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.CreateAsync(ResourceTypes.ResourceQuota, """{"metadata":{"name":"small"},"spec":{"hard":{"pods":"0"}}}""");
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0"), ClusterFault.QuotaExceeded);

        Assert.Contains("small", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_range_that_refuses_the_pod_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.CreateAsync(
            new ResourceType("", "v1", "limitranges", "LimitRange"),
            """{"metadata":{"name":"bounds"},"spec":{"limits":[{"type":"Container","max":{"memory":"16Mi"}}]}}""");
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d => d.Container()["resources"] = JsonNode.Parse(
                """{"requests":{"memory":"64Mi"},"limits":{"memory":"64Mi"}}""")),
            ClusterFault.PodRejected);

        Assert.Contains("16Mi", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Elapsed < TimeSpan.FromSeconds(10));
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>Containers that cannot be created, on a real cluster.</summary>
public sealed class ConfigFaultTests(ITestOutputHelper output) : WaitingTests(output)
{
    [Fact]
    public async Task A_missing_image_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/nothing:v9"), ClusterFault.ImagePullFailed);

        Assert.Equal("shop/nothing:v9", failure.Image);
        Assert.Contains("not found", failure.Event, StringComparison.Ordinal);
        Assert.True(failure.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_missing_key_of_a_ConfigMap_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.CreateAsync(ResourceTypes.ConfigMap, """{"metadata":{"name":"settings"},"data":{"other":"1"}}""");
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d => d.Container()["env"] = JsonNode.Parse(
                """[{"name":"URL","valueFrom":{"configMapKeyRef":{"name":"settings","key":"url"}}}]""")),
            ClusterFault.ConfigMissing);

        Assert.Contains("url", failure.Message, StringComparison.Ordinal);
        Assert.Contains("settings", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_of_a_missing_Secret_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d =>
            {
                d.PodSpec()["volumes"] = JsonNode.Parse("""[{"name":"keys","secret":{"secretName":"tls"}}]""");
                d.Container()["volumeMounts"] = JsonNode.Parse("""[{"name":"keys","mountPath":"/keys"}]""");
            }),
            ClusterFault.ConfigMissing);

        Assert.Contains("\"tls\" not found", failure.Message, StringComparison.Ordinal);
    }
}

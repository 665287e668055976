using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>Containers that end again and again, on a real cluster.</summary>
public sealed class ContainerFaultTests(ITestOutputHelper output) : WaitingTests(output)
{
    [Fact]
    public async Task A_crash_at_start_tells_exit_code_and_last_log_lines()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/crash:v1.0"), ClusterFault.ContainerCrashed);

        Assert.Equal(3, failure.ExitCode);
        Assert.Equal("web", failure.Container);
        Assert.True(failure.Restarts >= 2);
        Assert.Equal("FATAL: cannot open database", failure.Log[^1]);
    }

    [Fact]
    public async Task An_init_container_that_crashes_ends_the_wait()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d => d.PodSpec()["initContainers"] = JsonNode.Parse(
                """[{"name":"setup","image":"shop/crash:v1.0","imagePullPolicy":"IfNotPresent"}]""")),
            ClusterFault.InitContainerFailed);

        Assert.Equal("setup", failure.Container);
        Assert.Equal(3, failure.ExitCode);
        Assert.Equal("FATAL: cannot open database", failure.Log[^1]);
    }
}

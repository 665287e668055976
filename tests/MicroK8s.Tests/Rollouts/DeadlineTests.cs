using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>What a deadline makes of a cause that might heal, on a real cluster.</summary>
public sealed class DeadlineTests(ITestOutputHelper output) : WaitingTests(output)
{
    [Fact]
    public async Task A_service_that_is_never_ready_is_the_probes_fault_when_the_servers_deadline_passes()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/never-ready:v1.0", d =>
            {
                d.Spec()["progressDeadlineSeconds"] = 15;
                d.Probe("readinessProbe", "/ready");
            }),
            ClusterFault.ProbeFailed);

        Assert.Contains("deadline of 15 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal("web", failure.Container);
    }

    [Fact]
    public async Task A_deadline_without_any_visible_cause_is_the_servers()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d =>
            {
                d.Spec()["progressDeadlineSeconds"] = 6;
                d.PodSpec()["initContainers"] = JsonNode.Parse(
                    """[{"name":"setup","image":"shop/web:v1.0","imagePullPolicy":"IfNotPresent"}]""");
            }),
            ClusterFault.DeadlineExceeded);
    }

    [Fact]
    public async Task A_liveness_probe_that_kills_twice_is_the_probes_fault()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/web:v1.0", d =>
            {
                // As process 1 it ignores SIGTERM, so it ends with 137.
                d.Container()["command"] = JsonNode.Parse("""["/bin/busybox","sleep","3600"]""");
                d.Probe("readinessProbe", "/ready");
                d.Probe("livenessProbe", "/healthz", failureThreshold: 1);
            }),
            ClusterFault.ProbeFailed);

        Assert.Equal(137, failure.ExitCode);
        Assert.Contains("killed by its own probe", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_time_out_explains_what_was_waited_for()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync(
            "web", "shop/web:v1.0", d => d.Spec()["minReadySeconds"] = 100);
        RolloutFailure failure = await FailAsync(deployed, ClusterFault.RolloutTimeout, TimeSpan.FromSeconds(6));

        Assert.Contains("0 of 1 pods are available", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Elapsed, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9));
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;
using MicroK8s.Tests.Cluster;
using Xunit.Abstractions;

namespace MicroK8s.Tests.Rollouts;

/// <summary>Real causes on a real cluster: what ends the wait, with which evidence, and how soon.</summary>
public sealed class RolloutWaitTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_rollout_that_succeeds_returns_the_workload_and_tells_its_progress()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync("web", "shop/web:v1.0", d => d.Spec()["replicas"] = 2);
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

    [Fact]
    public async Task A_service_that_is_never_ready_is_the_probes_fault_when_the_servers_deadline_passes()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        RolloutFailure failure = await FailAsync(
            await space.DeployAsync("web", "shop/never-ready:v1.0", d =>
            {
                d.Spec()["progressDeadlineSeconds"] = 8;
                d.Probe("readinessProbe", "/ready");
            }),
            ClusterFault.ProbeFailed);

        Assert.Contains("deadline of 8 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("503", failure.Event, StringComparison.Ordinal);
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
                d.Environment("NEVER_READY", "1");
                d.Probe("readinessProbe", "/ready");
                d.Probe("livenessProbe", "/nothing-here/", failureThreshold: 1);
                d.Container()["livenessProbe"]!["httpGet"]!["port"] = 9;
            }),
            ClusterFault.ProbeFailed);

        Assert.Contains("Liveness probe failed", failure.Event, StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task The_callers_time_out_explains_what_was_waited_for()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        KubeObject deployed = await space.DeployAsync(
            "web", "shop/web:v1.0", d => d.Spec()["minReadySeconds"] = 100);
        RolloutFailure failure = await FailAsync(deployed, ClusterFault.RolloutTimeout, TimeSpan.FromSeconds(6));

        Assert.Contains("0 of 1 new pods are available", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Elapsed, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(9));
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

    private static ResourceRef Ref(KubeObject item) => new(ResourceTypes.Deployment, item.Namespace, item.Name);

    private static Task<KubeObject> WaitAsync(
        KubeObject deployed, TimeSpan timeout, List<RolloutProgress>? told = null) => RolloutWait.RunAsync(
            TestCluster.Admin, Ref(deployed), timeout, new Listener(told ?? []), TimeProvider.System, CancellationToken.None);

    private async Task<RolloutFailure> FailAsync(KubeObject deployed, ClusterFault fault, TimeSpan? timeout = null)
    {
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(
            () => WaitAsync(deployed, timeout ?? Patience));
        var failure = Assert.IsType<RolloutFailure>(exception.Target);
        output.WriteLine($"{failure.Elapsed.TotalSeconds:0.0} s {exception.Fault}: {exception.Message} {exception.Advice}");
        output.WriteLine(failure.Event ?? "");
        Assert.Equal(fault, exception.Fault);
        return failure;
    }

    private sealed class Listener(List<RolloutProgress> told) : IProgress<RolloutProgress>
    {
        public void Report(RolloutProgress value) => told.Add(value);
    }
}

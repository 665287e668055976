using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>What time alone decides in a wait, by a clock that the test moves.</summary>
public sealed class WaitLoopTests : CauseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new(Fake.Now);

    private static KubeObject NoNode => Unschedulable("1 Insufficient cpu");

    private static KubeObject NoConfig => Waiting("CreateContainerConfigError", "configmap \"settings\" not found");

    [Fact]
    public async Task A_suspicion_that_stands_ends_the_wait_when_its_time_is_over()
    {
        Task<KubeObject> wait = Wait(Cluster(NoNode));

        Expect(PodFailureRules.SchedulingPatience);
        Assert.False(wait.IsCompleted);
        Pass(PodFailureRules.SchedulingPatience);

        RolloutFailure failure = await FailAsync(wait, ClusterFault.Unschedulable);
        Assert.Equal(PodFailureRules.SchedulingPatience + Knock, failure.Elapsed);
    }

    [Fact]
    public async Task A_suspicion_that_changes_starts_its_time_afresh()
    {
        FakeCluster cluster = Cluster(NoNode);
        Task<KubeObject> wait = Wait(cluster);

        Expect(PodFailureRules.SchedulingPatience);
        _clock.Advance(TimeSpan.FromSeconds(5));
        cluster.LaterPods.Writer.TryWrite(Unschedulable("2 Insufficient cpu"));
        Expect(PodFailureRules.SchedulingPatience);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(3) + Knock);

        Assert.Equal(TimeSpan.FromSeconds(13) + Knock, (await FailAsync(wait, ClusterFault.Unschedulable)).Elapsed);
    }

    [Fact]
    public async Task Where_nodes_can_be_added_no_node_stands_for_longer()
    {
        FakeCluster cluster = Cluster(NoNode);
        cluster.ConfigMaps["cluster-autoscaler-status"] = KubeObject.Parse("{}");
        Task<KubeObject> wait = Wait(cluster);

        Expect(PodFailureRules.SchedulingPatience);
        Pass(PodFailureRules.SchedulingPatience);
        TimeSpan rest = PodFailureRules.AutoscalerPatience - PodFailureRules.SchedulingPatience - Knock;
        Expect(rest);
        Pass(rest);

        await FailAsync(wait, ClusterFault.Unschedulable);
    }

    [Fact]
    public async Task A_ConfigMap_that_came_late_is_seen_before_the_verdict()
    {
        FakeCluster cluster = Cluster(NoConfig);
        Task<KubeObject> wait = Wait(cluster);

        Expect(ConfigRules.Lateness);
        cluster.ConfigMaps["settings"] = KubeObject.Parse("{}");
        Pass(ConfigRules.Lateness);

        TimeSpan rest = Limit - ConfigRules.Lateness - Knock;
        Expect(rest);
        Pass(rest);
        await FailAsync(wait, ClusterFault.RolloutTimeout);
    }

    [Fact]
    public async Task A_ConfigMap_that_never_came_ends_the_wait()
    {
        Task<KubeObject> wait = Wait(Cluster(NoConfig));

        Expect(ConfigRules.Lateness);
        Pass(ConfigRules.Lateness);

        await FailAsync(wait, ClusterFault.ConfigMissing);
    }

    [Fact]
    public async Task A_quota_that_has_room_again_is_seen_before_the_verdict()
    {
        FakeCluster cluster = RefusedBy("exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
        Task<KubeObject> wait = Wait(cluster);

        Expect(CreationRules.QuotaPatience);
        cluster.HasRoom = true;
        Pass(CreationRules.QuotaPatience);

        TimeSpan rest = Limit - CreationRules.QuotaPatience - Knock;
        Expect(rest);
        Pass(rest);
        RolloutFailure failure = await FailAsync(wait, ClusterFault.RolloutTimeout);
        Assert.Contains("that is over; the next try is waited for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_has_no_room_ends_the_wait()
    {
        Task<KubeObject> wait = Wait(RefusedBy("exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"));

        Expect(CreationRules.QuotaPatience);
        Pass(CreationRules.QuotaPatience);

        await FailAsync(wait, ClusterFault.QuotaExceeded);
    }

    [Fact]
    public async Task The_callers_time_is_kept_to_the_moment()
    {
        Task<KubeObject> wait = Wait(Cluster(Fake.PodIn(Running)));

        Expect(Limit);
        _clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(2));

        RolloutFailure failure = await FailAsync(wait, ClusterFault.ProbeFailed);
        Assert.Contains("within 60 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_callers_time_the_log_is_still_read()
    {
        Task<KubeObject> wait = Wait(Cluster(Fake.PodIn(Running), Task.FromResult<IReadOnlyList<string>>(["no database"])));

        Expect(Limit);
        Pass(Limit);

        Assert.Equal(["no database"], (await FailAsync(wait, ClusterFault.ProbeFailed)).Log);
    }

    [Fact]
    public async Task After_the_callers_time_a_log_that_does_not_come_is_left_out()
    {
        var never = new TaskCompletionSource<IReadOnlyList<string>>();
        Task<KubeObject> wait = Wait(Cluster(Fake.PodIn(Running), never.Task));

        Expect(Limit);
        Pass(Limit);
        _clock.WaitUntilSet(LogPatience);
        _clock.Advance(LogPatience);

        Assert.Empty((await FailAsync(wait, ClusterFault.ProbeFailed)).Log);
    }

    /// <summary>On a laptop whose lid was closed, or a virtual machine that was paused, nobody could say that it ended.</summary>
    [Fact]
    public async Task A_machine_that_stood_still_takes_no_old_news_for_a_success()
    {
        FakeCluster cluster = Settling();
        Task<KubeObject> wait = Wait(cluster);

        Expect(RolloutWaiter.Tick);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Expect(RolloutWaiter.Tick);
        Assert.False(wait.IsCompleted);
        cluster.LaterPods.Writer.TryWrite(Fake.PodIn(BackOff, restarts: 2, last: Crashed));

        await FailAsync(wait, ClusterFault.ContainerCrashed);
    }

    /// <summary>The workload's status, which says that all pods are available, comes after the pod's.</summary>
    [Fact]
    public async Task A_machine_may_stand_still_before_the_last_pod_counts_as_available()
    {
        FakeCluster cluster = Settling();
        cluster.Deployments.Clear();
        cluster.Deployments.Enqueue(Fake.Deployment());
        Task<KubeObject> wait = Wait(cluster);

        Expect(RolloutWaiter.Tick);
        _clock.Advance(TimeSpan.FromSeconds(30));

        // It settles from now on.
        Expect(RolloutWaiter.Tick);
        cluster.LaterPods.Writer.TryWrite(Fake.PodIn(BackOff, restarts: 2, last: Crashed));

        await FailAsync(wait, ClusterFault.ContainerCrashed);
    }

    [Fact]
    public async Task What_settles_is_done_when_its_time_has_been_listened_to()
    {
        Task<KubeObject> wait = Wait(Settling());

        Expect(RolloutWaiter.Tick);
        Pass(RolloutWaiter.Tick);
        Expect(RolloutWaiter.Tick);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Expect(RolloutWaiter.Tick);
        Pass(RolloutWaiter.Tick);
        Expect(RolloutWaiter.Tick);
        Pass(RolloutWaiter.Tick);
        TimeSpan rest = SettlingRules.FirstRun - (2 * (RolloutWaiter.Tick + Knock));
        Expect(rest);
        Assert.False(wait.IsCompleted);
        Pass(rest);

        await wait.WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>How long the error waits for the log when the caller's time is over.</summary>
    private static TimeSpan LogPatience { get; } = TimeSpan.FromMilliseconds(700);

    /// <summary>A knock comes a little later than the moment that decides, never before it.</summary>
    private static TimeSpan Knock { get; } = TimeSpan.FromMilliseconds(1);

    private static FakeCluster Cluster(KubeObject pod, Task<IReadOnlyList<string>>? log = null)
    {
        var cluster = new FakeCluster { ReplicaSets = [Fake.ReplicaSet("web:2", 2)], Pods = [pod], Log = log };
        cluster.Deployments.Enqueue(Fake.Deployment());
        return cluster;
    }

    /// <summary>All pods are available; a container without a readiness probe has just started.</summary>
    private static FakeCluster Settling()
    {
        FakeCluster cluster = Cluster(Fake.ReadyPod("2026-01-01T12:00:00Z"));
        cluster.Deployments.Clear();
        cluster.Deployments.Enqueue(
            Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""));
        return cluster;
    }

    private static FakeCluster RefusedBy(string why)
    {
        var cluster = new FakeCluster { ReplicaSets = [.. Refused($"pods \"p\" is forbidden: {why}").Revisions] };
        cluster.Deployments.Enqueue(Fake.Deployment());
        return cluster;
    }

    private Task<KubeObject> Wait(FakeCluster cluster) => RolloutWait.RunAsync(
        cluster, Fake.Deployment(), Limit, new Progress<RolloutProgress>(), _clock, CancellationToken.None);

    private void Expect(TimeSpan gracePeriod) => _clock.WaitUntilSet(gracePeriod + Knock);

    private void Pass(TimeSpan gracePeriod) => _clock.Advance(gracePeriod + Knock);

    private static async Task<RolloutFailure> FailAsync(Task<KubeObject> wait, ClusterFault fault)
    {
        ClusterException exception = await Assert.ThrowsAsync<ClusterException>(() => wait.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(fault, exception.Fault);
        return Assert.IsType<RolloutFailure>(exception.Target);
    }
}

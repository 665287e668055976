using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Whether a container ends again and again, or only seems to run.</summary>
public sealed class CrashCauseTests : CauseTests
{
    [Fact]
    public void The_second_restart_of_a_crashing_container_is_certain_and_tells_the_exit_code()
    {
        RolloutCause cause = AssertCertain(ClusterFault.ContainerCrashed, Fake.PodIn(BackOff, restarts: 2, last: Crashed));

        Assert.Equal((3, 2, RolloutLog.Previous), (cause.ExitCode!.Value, cause.Restarts, cause.Log));
        Assert.Contains("ended 3 times, last with exit code 3", cause.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_restarts_may_heal()
    {
        AssertMayHeal(Fake.Snapshot(Fake.PodIn(Crashed)));
        AssertMayHeal(Fake.Snapshot(Fake.PodIn(BackOff, restarts: 1, last: Crashed)));
    }

    [Theory]
    [InlineData("2026-01-01T10:55:00Z", true)]
    [InlineData("2026-01-01T10:45:00Z", false)]
    public void The_third_end_is_certain_before_the_kubelet_says_so_if_it_came_soon_after_the_second(string second, bool certain)
    {
        KubeObject pod = Fake.PodIn(
            """{"terminated":{"exitCode":3,"finishedAt":"2026-01-01T11:00:00Z"}}""", restarts: 2,
            last: $$$"""{"terminated":{"exitCode":3,"finishedAt":"{{{second}}}"}}""");
        if (certain) AssertCertain(ClusterFault.ContainerCrashed, pod);
        else AssertMayHeal(Fake.Snapshot(pod));
    }

    /// <summary>The kubelet keeps one dead container, and not always the one that is the last state.</summary>
    [Theory]
    [InlineData("2026-01-01T10:59:56Z", true)]
    [InlineData("2026-01-01T10:50:00Z", false)]
    public void Without_a_last_state_the_start_of_the_run_tells_whether_the_third_end_came_soon(string start, bool certain)
    {
        KubeObject pod = Fake.PodIn(
            $$$"""{"terminated":{"exitCode":3,"startedAt":"{{{start}}}","finishedAt":"2026-01-01T11:00:00Z"}}""",
            restarts: 2);
        if (certain) AssertCertain(ClusterFault.ContainerCrashed, pod);
        else AssertMayHeal(Fake.Snapshot(pod));
    }

    [Fact]
    public void A_container_that_crashed_often_but_runs_now_is_not_crashing() =>
        AssertMayHeal(Fake.Snapshot(Fake.PodIn(Running, restarts: 7, last: Crashed)));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 20)]
    public void A_container_without_a_readiness_probe_must_run_for_a_while_before_it_is_done(int restarts, int seconds)
    {
        KubeObject pod = Fake.ReadyPod("2026-01-01T12:00:00Z", restarts);
        const string Complete = """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}""";
        RolloutSnapshot snapshot = Fake.Snapshot(pod) with { Workload = Fake.Deployment(status: Complete) };

        var waiting = Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot));
        Assert.Equal(snapshot.Now.AddSeconds(seconds), waiting.JudgeAgainAt);
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(
            snapshot with { Now = snapshot.Now.AddSeconds(seconds) + SettlingRules.Rounding }));
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(
            snapshot with { Workload = Fake.Deployment(status: Complete, spec: """{"minReadySeconds":1}""") }));
    }

    /// <summary>A kubelet that tells of the start ten seconds late will tell of a crash as late.</summary>
    [Fact]
    public void The_time_that_a_container_must_run_counts_from_when_the_kubelet_said_that_it_runs()
    {
        KubeObject pod = Fake.ReadyPod(
            "2026-01-01T11:59:50Z",
            conditions: """,{"type":"ContainersReady","status":"True","lastTransitionTime":"2026-01-01T12:00:00Z"}""");
        RolloutSnapshot late = Fake.Snapshot(pod) with
        {
            Workload = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""),
        };
        var waiting = Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(late));
        Assert.Equal(late.Now + SettlingRules.FirstRun, waiting.JudgeAgainAt);

        // Whoever did not see it start has its time by the API alone.
        Assert.IsType<RolloutVerdict.Waiting>(
            RolloutRules.Judge(late with { Now = late.Now + SettlingRules.FirstRun }));
        Assert.IsType<RolloutVerdict.Done>(
            RolloutRules.Judge(late with { Now = late.Now + SettlingRules.FirstRun + SettlingRules.Rounding }));
    }

    /// <summary>That it had to be created first is no reason to let it run for longer.</summary>
    [Fact]
    public void The_time_that_a_container_must_run_begins_when_it_starts()
    {
        KubeObject pod = Fake.ReadyPod("2026-01-01T12:00:02Z");
        RolloutSnapshot creating = Fake.Snapshot(Waiting("ContainerCreating", ""));
        RolloutSnapshot running = Fake.Snapshot(pod) with
        {
            Workload = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""),
        };
        var cache = new RolloutCache(creating.Baseline);

        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, creating, 0));
        var waiting = Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, running, 2));
        Assert.Null(waiting.Suspicions.Single().Fault);
        waiting = Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, running, 3));
        Assert.Equal(running.Now.AddSeconds(2) + SettlingRules.FirstRun, waiting.JudgeAgainAt);
        Assert.IsType<RolloutVerdict.Done>(JudgeAt(cache, running, 2 + SettlingRules.FirstRun.TotalSeconds));
    }

    /// <summary>
    /// A busy kubelet reports a start seconds late, with the time at which it happened. By that time, or by a clock of
    /// this machine that is ahead, the container seems to have been running for long.
    /// </summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_start_during_the_wait_counts_from_when_it_was_seen(bool isDuring, bool isDone)
    {
        KubeObject pod = Fake.ReadyPod("2026-01-01T11:59:50Z");
        RolloutSnapshot running = Fake.Snapshot(pod) with
        {
            Workload = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""),
        };
        var cache = new RolloutCache(running.Baseline);
        ResourceQuery pods = RolloutWatches.QueriesFor(running.Baseline).Single(query => query.Type == ResourceTypes.Pod);
        if (isDuring) Report(WatchEventKind.Synced, null);
        Report(WatchEventKind.Changed, pod);
        if (!isDuring) Report(WatchEventKind.Synced, null);

        // A later report of the same run is not another start.
        Report(WatchEventKind.Changed, pod, seconds: 1);

        Assert.Equal(isDuring ? [running.Now] : [], cache.Snapshot(running.Now).StartsSeen.Values);
        Assert.Equal(isDone, JudgeAt(cache, running, 1) is RolloutVerdict.Done);
        Assert.IsType<RolloutVerdict.Done>(JudgeAt(cache, running, 1 + SettlingRules.FirstRun.TotalSeconds));

        void Report(WatchEventKind kind, KubeObject? item, double seconds = 0) => cache.Apply(
            new WatchedEvent(pods, new WatchEvent(kind, ResourceTypes.Pod, item)), running.Now.AddSeconds(seconds));
    }

    /// <summary>
    /// The watch of the workload may be ahead of that of its pods: success then came while the pod was last seen to be
    /// created, or had no status at all, and its crash came a moment later.
    /// </summary>
    [Theory]
    [InlineData("""{"phase":"Pending"}""")]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"web","state":{"waiting":{"reason":"ContainerCreating"}}}]}""")]
    public void A_count_that_says_done_waits_for_the_news_of_its_pods(string status)
    {
        KubeObject complete = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}""");
        RolloutSnapshot behind = Fake.Snapshot(Fake.Pod(status)) with { Workload = complete };

        AssertMayHeal(behind);
        Assert.IsType<RolloutVerdict.Done>(
            RolloutRules.Judge(Fake.Snapshot(Fake.ReadyPod("2026-01-01T11:00:00Z")) with { Workload = complete }));
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(
            Fake.Snapshot(Fake.Pod("""{"phase":"Failed","reason":"Evicted"}""")) with { Workload = complete }));
    }

    [Fact]
    public void Pods_that_show_a_crash_are_believed_before_a_count_that_says_done() => Assert.IsType<RolloutVerdict.Waiting>(
        RolloutRules.Judge(Fake.Snapshot(Fake.PodIn(Crashed)) with
        {
            Workload = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""),
        }));

    [Fact]
    public void A_container_that_ends_well_again_and_again_crashes_too() => AssertCertain(
        ClusterFault.ContainerCrashed, Fake.PodIn(BackOff, restarts: 2, last: Stopped));

    [Fact]
    public void The_kernels_kill_for_memory_is_said() => Assert.Contains("memory", AssertCertain(
        ClusterFault.ContainerCrashed, Fake.PodIn(
            BackOff, restarts: 2, last: """{"terminated":{"exitCode":137,"reason":"OOMKilled"}}""")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("exec: \\\"/no/such\\\": no such file or directory", 1, ClusterFault.ContainerCrashed)]
    [InlineData("error mounting \\\"/x\\\" to rootfs: not a directory", 1, ClusterFault.ConfigMissing)]
    [InlineData("fork: cannot allocate memory", 2, ClusterFault.ContainerCrashed)]
    public void What_cannot_be_started_is_certain_at_the_second_time_unless_the_node_is_overloaded(
        string message, int restarts, ClusterFault fault)
    {
        string end = $$$"""{"terminated":{"reason":"StartError","exitCode":128,"message":"{{{message}}}"} }""";
        string waiting = """{"waiting":{"reason":"RunContainerError","message":"failed"}}""";

        AssertMayHeal(Fake.Snapshot(Fake.PodIn(BackOff, restarts - 1, end)));
        Assert.Equal(RolloutLog.None, AssertCertain(fault, Fake.PodIn(BackOff, restarts, end)).Log);
        AssertCertain(fault, Fake.PodIn(waiting, restarts, end));
    }

    [Fact]
    public void An_init_container_that_hangs_is_a_fault_only_past_a_deadline()
    {
        KubeObject pod = Fake.Pod(
            $$$"""{"initContainerStatuses":[{"name":"setup","state":{{{Running}}}}]}""",
            spec: "\"initContainers\":[{\"name\":\"setup\",\"image\":\"setup:1\"}]");

        AssertMayHeal(Fake.Snapshot(pod));
        RolloutVerdict.Failed late = RolloutRules.TimedOut(Fake.Snapshot(pod), TimeSpan.FromSeconds(9));
        Assert.Equal((ClusterFault.RolloutTimeout, "setup"), (late.Fault, late.Cause!.Container));
        RolloutCause cause = AssertCertain(ClusterFault.InitContainerFailed, Late(pod));
        Assert.Contains("init container 'setup' of pod p1 has not ended yet", cause.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_init_container_that_crashes_is_named_as_such()
    {
        KubeObject pod = Fake.Pod(
            $$$"""{"initContainerStatuses":[{"name":"setup","restartCount":2,"state":{{{BackOff}}},"lastState":{{{Crashed}}}}]}""",
            spec: "\"initContainers\":[{\"name\":\"setup\",\"image\":\"setup:1\"}]");

        Assert.Equal("setup", AssertCertain(ClusterFault.InitContainerFailed, pod).Container);
    }
}

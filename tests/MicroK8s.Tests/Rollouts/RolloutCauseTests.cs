using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;

namespace MicroK8s.Tests.Rollouts;

/// <summary>What pods show: what is certain at once, what must stand a while, and what may heal.</summary>
public sealed class RolloutCauseTests
{
    private const string Crashed = """{"terminated":{"exitCode":3,"reason":"Error","startedAt":"2026-01-01T11:00:00Z"}}""";
    private const string Stopped = """{"terminated":{"exitCode":0,"reason":"Completed","startedAt":"2026-01-01T11:00:00Z"}}""";
    private const string BackOff = """{"waiting":{"reason":"CrashLoopBackOff"}}""";
    private const string Running = """{"running":{"startedAt":"2026-01-01T11:01:00Z"}}""";
    private const string NotReady = """[{"type":"Ready","status":"False","lastTransitionTime":"2026-01-01T10:59:00Z"}]""";
    private const string WasReady = """[{"type":"Ready","status":"False","lastTransitionTime":"2026-01-01T11:02:00Z"}]""";

    [Theory]
    [InlineData("InvalidImageName", "")]
    [InlineData("ErrImageNeverPull", "")]
    [InlineData("ErrImagePull", "rpc error: code = NotFound desc = docker.io/shop/web:9: not found")]
    [InlineData("ErrImagePull", "pull access denied, repository does not exist or may require authorization")]
    [InlineData("ErrImagePull", "unexpected status from HEAD request: 401 Unauthorized")]
    [InlineData("ImagePullBackOff", "Back-off pulling image: ErrImagePull: manifest unknown")]
    public void An_image_that_the_registry_refuses_is_certain_at_once(string reason, string message) =>
        AssertCertain(ClusterFault.ImagePullFailed, Waiting(reason, message));

    [Theory]
    [InlineData("ErrImagePull", "pull QPS exceeded")]
    [InlineData("ErrImagePull", "toomanyrequests: You have reached your pull rate limit")]
    [InlineData("ContainerCreating", "")]
    public void A_pull_that_is_throttled_or_goes_on_is_never_certain(string reason, string message) =>
        AssertMayHeal(Fake.Snapshot(Waiting(reason, message)));

    [Theory]
    [InlineData("ErrImagePull", "dial tcp: i/o timeout")]
    [InlineData("ErrImagePull", "dial tcp: lookup registry.internal: no such host")]
    [InlineData("ImagePullBackOff", "Back-off pulling image")]
    public void A_pull_that_another_try_may_mend_must_fail_for_a_minute(string reason, string message) =>
        AssertCertainAfter(
            ClusterFault.ImagePullFailed, ImageRules.SeveralPulls, Fake.Snapshot(Waiting(reason, message)));

    [Fact]
    public void The_second_failed_pull_is_certain_unless_it_was_throttled()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Waiting("ImagePullBackOff", "Back-off pulling image"));

        AssertCertain(ClusterFault.ImagePullFailed, snapshot with
        {
            Events = [Fake.Event("Failed", "Failed to pull image \"web:2\": i/o timeout", count: 2)],
        });
        AssertMayHeal(snapshot with
        {
            Events = [Fake.Event("Failed", "Failed to pull image \"web:2\": 429 Too Many Requests", count: 2)],
        });
    }

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

    [Fact]
    public void A_container_that_crashed_often_but_runs_now_is_not_crashing() =>
        AssertMayHeal(Fake.Snapshot(Fake.PodIn(Running, restarts: 7, last: Crashed)));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 10)]
    public void A_container_without_a_readiness_probe_must_run_for_a_while_before_it_is_done(int restarts, int seconds)
    {
        System.Text.Json.Nodes.JsonObject pod = Fake.PodIn("""{"running":{"startedAt":"2026-01-01T12:00:00Z"}}""", restarts).ToNode();
        pod["spec"]!["containers"]![0]!.AsObject().Remove("readinessProbe");
        pod["status"]!["containerStatuses"]![0]!["ready"] = true;
        const string Complete = """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}""";
        RolloutSnapshot snapshot = Fake.Snapshot(Fake.Object(pod)) with { Workload = Fake.Deployment(status: Complete) };

        var waiting = Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot));
        Assert.Equal(snapshot.Now.AddSeconds(seconds), waiting.JudgeAgainAt);
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(snapshot with { Now = snapshot.Now.AddSeconds(seconds) }));
        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(
            snapshot with { Workload = Fake.Deployment(status: Complete, spec: """{"minReadySeconds":1}""") }));
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

    [Fact]
    public void A_liveness_probe_that_killed_twice_is_the_probes_fault()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Fake.PodIn(Running, restarts: 2, last: Stopped, conditions: NotReady));

        AssertMayHeal(snapshot);
        AssertCertain(ClusterFault.ProbeFailed, snapshot with { Events = [Liveness] });
    }

    [Fact]
    public void A_liveness_probe_that_killed_long_ago_is_forgiven_to_a_pod_that_was_ready_since() => AssertMayHeal(
        Fake.Snapshot(Fake.PodIn(Running, restarts: 2, last: Stopped, conditions: WasReady)) with { Events = [Liveness] });

    [Fact]
    public void A_killed_container_with_a_liveness_probe_needs_no_event()
    {
        System.Text.Json.Nodes.JsonObject pod = Fake.PodIn(
            BackOff, restarts: 2, last: """{"terminated":{"exitCode":137,"reason":"Error"}}""").ToNode();
        AssertCertain(ClusterFault.ContainerCrashed, Fake.Object(pod));
        pod["spec"]!["containers"]![0]!["livenessProbe"] = new System.Text.Json.Nodes.JsonObject();
        AssertCertain(ClusterFault.ProbeFailed, Fake.Object(pod));
    }

    [Fact]
    public void A_crash_of_its_own_is_not_blamed_on_the_probe() => AssertCertain(
        ClusterFault.ContainerCrashed,
        Fake.Snapshot(Fake.PodIn(BackOff, restarts: 2, last: Crashed)) with { Events = [Liveness] });

    [Fact]
    public void A_readiness_probe_never_ends_the_wait_by_itself() => AssertMayHeal(
        Fake.Snapshot(Fake.PodIn(Running)) with { Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503", count: 900)] });

    [Fact]
    public void A_readiness_probe_is_the_cause_when_the_servers_deadline_passes()
    {
        RolloutVerdict verdict = RolloutRules.Judge(Fake.Snapshot(Fake.PodIn(Running)) with
        {
            Workload = Fake.Deployment(status: """{"conditions":[{"type":"Progressing","reason":"ProgressDeadlineExceeded"}]}"""),
            Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503")],
        });

        Assert.Equal(ClusterFault.ProbeFailed, Assert.IsType<RolloutVerdict.Failed>(verdict).Fault);
    }

    [Theory]
    [InlineData("2026-01-01T11:59:31Z", ClusterFault.RolloutTimeout)]
    [InlineData("2026-01-01T11:59:29Z", ClusterFault.ProbeFailed)]
    public void A_probe_that_is_silent_for_longer_than_its_threshold_is_blamed_without_an_event(
        string started, ClusterFault fault)
    {
        KubeObject pod = Fake.PodIn($$$"""{"running":{"startedAt":"{{{started}}}"}}""");

        RolloutVerdict.Failed verdict = RolloutRules.TimedOut(Fake.Snapshot(pod), TimeSpan.FromSeconds(60));

        Assert.Equal(fault, verdict.Fault);
        Assert.Contains("has not passed its readiness probe", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, ClusterFault.RolloutTimeout)]
    [InlineData(3, ClusterFault.ProbeFailed)]
    public void The_callers_time_out_blames_a_probe_only_past_its_own_threshold(int failures, ClusterFault fault)
    {
        RolloutSnapshot snapshot = Fake.Snapshot(
            Fake.PodIn("""{"running":{"startedAt":"2026-01-01T11:59:59Z"}}""")) with
        {
            Events = [Fake.Event("Unhealthy", "Readiness probe failed: 503", failures)],
        };

        RolloutVerdict.Failed verdict = RolloutRules.TimedOut(snapshot, TimeSpan.FromSeconds(30));

        Assert.Equal(fault, verdict.Fault);
        Assert.Contains("within 30 s: container 'web' of pod p1 is not ready", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configmap \"settings\" not found")]
    [InlineData("couldn't find key url in ConfigMap shop/settings")]
    public void Missing_configuration_must_stand_ten_seconds(string message) => AssertCertainAfter(
        ClusterFault.ConfigMissing, ConfigRules.Lateness, Fake.Snapshot(Waiting("CreateContainerConfigError", message)));

    [Fact]
    public void A_security_setting_that_contradicts_the_image_is_certain_at_once() => AssertCertain(
        ClusterFault.ConfigMissing,
        Waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root"));

    [Fact]
    public void A_volume_of_a_missing_object_must_stand_until_it_is_mounted()
    {
        KubeObject mount = Fake.Event("FailedMount", "MountVolume.SetUp failed for volume \"v\" : secret \"tls\" not found", 5);
        RolloutSnapshot snapshot = Fake.Snapshot(Waiting("ContainerCreating", "")) with { Events = [mount] };

        AssertCertainAfter(ClusterFault.ConfigMissing, ConfigRules.Lateness, snapshot);
        AssertMayHeal(snapshot with { Events = [mount, Fake.Event("Pulling", "Pulling image", at: "2026-01-01T11:00:05Z")] });
        AssertMayHeal(snapshot with { Events = [Fake.Event("FailedMount", "timed out waiting for the condition")] });
    }

    [Fact]
    public void No_node_must_stand_unless_room_or_a_node_is_coming()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Unschedulable("0/1 nodes are available: 1 Insufficient cpu."));
        KubeObject leaving = Fake.Pod("{}", "web:1", "old", metadata: ",\"deletionTimestamp\":\"2026-01-01T12:00:00Z\"");

        AssertCertainAfter(ClusterFault.Unschedulable, PodRules.SchedulingPatience, snapshot);
        AssertMayHeal(snapshot with { Pods = [.. snapshot.Pods, leaving] });
        AssertMayHeal(snapshot with { Events = [Fake.Event("TriggeredScaleUp", "pod triggered scale-up")] });
        AssertMayHeal(Fake.Snapshot(Unschedulable("pod has unbound immediate PersistentVolumeClaims")));
        AssertMayHeal(Fake.Snapshot(Unschedulable("1 node(s) had taint {node.kubernetes.io/not-ready: }")));
    }

    [Fact]
    public void A_changed_message_of_the_scheduler_starts_the_time_afresh() => Assert.NotEqual(
        Suspect(Fake.Snapshot(Unschedulable("1 Insufficient cpu"))).Key,
        Suspect(Fake.Snapshot(Unschedulable("2 Insufficient cpu"))).Key);

    [Theory]
    [InlineData("pods \"p\" is forbidden: maximum memory usage per Container is 16Mi, but limit is 64Mi")]
    [InlineData("pods \"p\" is forbidden: failed quota: q: must specify limits.cpu")]
    [InlineData("admission webhook \"policy.example\" denied the request: no latest tags")]
    public void A_refusal_of_the_server_is_certain_at_once(string message) =>
        AssertCertain(ClusterFault.PodRejected, Refused(message));

    [Theory]
    [InlineData("failed calling webhook \"policy.example\": connection refused")]
    [InlineData("pods \"p\" is forbidden: error looking up service account shop/web: serviceaccount \"web\" not found")]
    public void A_refusal_that_may_heal_must_stand(string message) =>
        AssertCertainAfter(ClusterFault.PodRejected, CreationRules.ServerPatience, Refused(message));

    [Fact]
    public void A_quota_must_stand_while_no_pod_is_leaving()
    {
        RolloutSnapshot snapshot = Refused("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1");
        KubeObject leaving = Fake.Pod("{}", "web:1", "old", metadata: ",\"deletionTimestamp\":\"2026-01-01T12:00:00Z\"");

        AssertCertainAfter(ClusterFault.QuotaExceeded, CreationRules.QuotaPatience, snapshot);
        AssertMayHeal(snapshot with { Pods = [leaving] });
    }

    [Fact]
    public void An_init_container_that_crashes_is_named_as_such()
    {
        KubeObject pod = Fake.Pod(
            $$$"""{"initContainerStatuses":[{"name":"setup","restartCount":2,"state":{{{BackOff}}},"lastState":{{{Crashed}}}}]}""",
            spec: ",\"initContainers\":[{\"name\":\"setup\",\"image\":\"setup:1\"}]");

        Assert.Equal("setup", AssertCertain(ClusterFault.InitContainerFailed, pod).Container);
    }

    [Fact]
    public void Trouble_of_old_leaving_and_foreign_pods_is_ignored()
    {
        KubeObject crashing = Fake.PodIn(BackOff, restarts: 9, last: Crashed);
        KubeObject With(Action<System.Text.Json.Nodes.JsonObject> change)
        {
            System.Text.Json.Nodes.JsonObject json = crashing.ToNode();
            change(json["metadata"]!.AsObject());
            return Fake.Object(json);
        }

        Assert.Empty(Causes(Fake.Snapshot(With(m => m["ownerReferences"]![0]!["uid"] = "web-1"))));
        Assert.Empty(Causes(Fake.Snapshot(With(m => m["ownerReferences"]![0]!["uid"] = "somebody"))));
        Assert.Empty(Causes(Fake.Snapshot(With(m => m["deletionTimestamp"] = "2026-01-01T12:00:00Z"))));
    }

    [Fact]
    public void Commands_to_a_build_agent_in_an_event_are_made_harmless()
    {
        RolloutCause cause = Suspect(Fake.Snapshot(Waiting("CreateContainerConfigError", "##vso[task.complete]\nx")));

        Assert.DoesNotContain("##vso[", cause.Text + cause.Event, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", cause.Text + cause.Event, StringComparison.Ordinal);
    }

    private static KubeObject Liveness => Fake.Event("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500");

    private static KubeObject Waiting(string reason, string message) => Fake.PodIn(new System.Text.Json.Nodes.JsonObject
    {
        ["waiting"] = new System.Text.Json.Nodes.JsonObject { ["reason"] = reason, ["message"] = message },
    }.ToJsonString());

    private static KubeObject Unschedulable(string message) => Fake.Pod(
        $$$"""{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"{{{message}}}"}]}""");

    private static RolloutSnapshot Refused(string message)
    {
        var status = new System.Text.Json.Nodes.JsonObject
        {
            ["conditions"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
            {
                ["type"] = "ReplicaFailure",
                ["status"] = "True",
                ["reason"] = "FailedCreate",
                ["message"] = message,
            }),
        };
        return Fake.Snapshot() with
        {
            ReplicaSets = [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2, status.ToJsonString())],
        };
    }

    private static IReadOnlyList<RolloutCause> Causes(RolloutSnapshot snapshot) =>
        Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot)).Suspicions;

    private static RolloutCause Suspect(RolloutSnapshot snapshot) => Causes(snapshot)[0];

    private static void AssertMayHeal(RolloutSnapshot snapshot) =>
        Assert.Null(Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot)).JudgeAgainAt);

    private static RolloutCause AssertCertain(ClusterFault fault, KubeObject pod) => AssertCertain(fault, Fake.Snapshot(pod));

    private static RolloutCause AssertCertain(ClusterFault fault, RolloutSnapshot snapshot)
    {
        var failed = Assert.IsType<RolloutVerdict.Failed>(RolloutRules.Judge(snapshot));
        Assert.Equal(fault, failed.Fault);
        return failed.Cause!;
    }

    private static void AssertCertainAfter(ClusterFault fault, TimeSpan patience, RolloutSnapshot snapshot)
    {
        var waiting = Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(snapshot));
        Assert.Equal(snapshot.Now + patience, waiting.JudgeAgainAt);
        var since = waiting.Suspicions.ToDictionary(cause => cause.Key, _ => snapshot.Now);
        RolloutSnapshot At(TimeSpan later) => snapshot with { Now = snapshot.Now + later, StandingSince = since };

        Assert.IsType<RolloutVerdict.Waiting>(RolloutRules.Judge(At(patience - TimeSpan.FromMilliseconds(1))));
        AssertCertain(fault, At(patience));
    }
}

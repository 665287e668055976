using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Pods that are not made, not placed, or cannot start.</summary>
public sealed class PodCauseTests : CauseTests
{
    [Theory]
    [InlineData("configmap \"settings\" not found")]
    [InlineData("couldn't find key url in ConfigMap shop/settings")]
    public void Missing_configuration_must_stand_a_while(string message) => AssertCertainAfter(
        ClusterFault.ConfigMissing, ConfigRules.Lateness, Fake.Snapshot(Waiting("CreateContainerConfigError", message)));

    [Fact]
    public void The_event_of_missing_configuration_counts_until_the_status_says_it_too()
    {
        KubeObject failed = Fake.Event("Failed", "Error: couldn't find key url in ConfigMap shop/settings");
        RolloutSnapshot early = Fake.Snapshot(Waiting("ContainerCreating", "")) with { Events = [failed] };
        RolloutSnapshot late =
            Fake.Snapshot(Waiting("CreateContainerConfigError", "couldn't find key url in ConfigMap shop/settings"));
        var cache = new RolloutCache(Fake.Deployment());

        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, early, 0));
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, late, 5));
        var verdict = Assert.IsType<RolloutVerdict.Failed>(JudgeAt(cache, late, 6));
        Assert.Equal(ClusterFault.ConfigMissing, verdict.Fault);
        Assert.Equal(Suspect(late).Text, Suspect(early).Text);

        KubeObject created = Fake.Event("Created", "Created container web", at: "2026-01-01T11:00:05Z");
        AssertMayHeal(early with { Events = [failed, created] });
    }

    [Fact]
    public void A_node_that_could_not_read_the_configuration_in_time_tries_again() => AssertCertainAfter(
        ClusterFault.ConfigMissing, ConfigRules.RuntimeTrouble,
        Fake.Snapshot(Waiting(
            "CreateContainerConfigError", "failed to sync configmap cache: timed out waiting for the condition")));

    /// <summary>The event came with the second try, and the status of the first one after it.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void What_is_missing_by_the_event_is_not_excused_by_an_older_status(int first, int second)
    {
        const string Late = "failed to sync configmap cache: timed out waiting for the condition";
        KubeObject[] events =
        [
            Fake.Event("Failed", $"Error: {Late}"),
            Fake.Event("Failed", "Error: couldn't find key url in ConfigMap shop/settings"),
        ];
        AssertCertainAfter(
            ClusterFault.ConfigMissing, ConfigRules.Lateness,
            Fake.Snapshot(Waiting("CreateContainerConfigError", Late)) with { Events = [events[first], events[second]] });

        KubeObject later = Fake.Event("Failed", $"Error: {Late}", at: "2026-01-01T11:00:05Z");
        AssertCertainAfter(
            ClusterFault.ConfigMissing, ConfigRules.RuntimeTrouble,
            Fake.Snapshot(Waiting("CreateContainerConfigError", Late)) with { Events = [events[1], later] });
    }

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
    public void A_host_path_of_the_wrong_type_must_stand_too()
    {
        KubeObject mount = Fake.Event(
            "FailedMount", "MountVolume.SetUp failed for volume \"v\" : hostPath type check failed: /x is not a directory");
        KubeObject later = Fake.Event("FailedMount", "Unable to attach or mount volumes", at: "2026-01-01T11:05:00Z");

        AssertCertainAfter(
            ClusterFault.ConfigMissing, ConfigRules.Lateness,
            Fake.Snapshot(Waiting("ContainerCreating", "")) with { Events = [mount, later] });
    }

    [Fact]
    public void What_is_there_by_now_only_needs_another_try()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Waiting("CreateContainerConfigError", "configmap \"settings\" not found"));
        AssertMayHeal(snapshot with { Recovering = new HashSet<string> { Suspect(snapshot).Key } });
    }

    [Theory]
    [InlineData("configmap \"settings\" not found", "ConfigMap", "settings", null)]
    [InlineData("couldn't find key url in ConfigMap shop/settings", "ConfigMap", "settings", "url")]
    [InlineData("couldn't find key a.b in Secret shop/tls", "Secret", "tls", "a.b")]
    [InlineData("MountVolume.SetUp failed for volume \"v\" : secret \"tls\" not found", "Secret", "tls", null)]
    public void What_the_kubelet_misses_is_read_from_its_words(string message, string kind, string name, string? key)
    {
        MissingObject missing = MissingObject.Parse(message)!;

        Assert.Equal((kind, name, key), (missing.Type.Kind, missing.Name, missing.Key));
        Assert.False(missing.IsMetBy(null));
        Assert.Equal(key is null, missing.IsMetBy(KubeObject.Parse("""{"data":{"other":"1"}}""")));
        Assert.True(missing.IsMetBy(KubeObject.Parse("""{"data":{"url":"1","a.b":"1"}}""")));
    }

    [Fact]
    public void An_object_that_the_kubelet_does_not_name_is_not_looked_for() =>
        Assert.Null(MissingObject.Parse("configmap references non-existent config key: url"));

    [Fact]
    public void No_node_must_stand_unless_room_or_a_node_is_coming()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Unschedulable("0/1 nodes are available: 1 Insufficient cpu."));
        KubeObject leaving = Fake.Pod("{}", "web:1", "old", metadata: "\"deletionTimestamp\":\"2026-01-01T12:00:00Z\"");

        AssertCertainAfter(ClusterFault.Unschedulable, PodFailureRules.SchedulingPatience, snapshot);
        AssertMayHeal(snapshot with { Pods = [.. snapshot.Pods, leaving] });
        AssertMayHeal(snapshot with { Events = [Fake.Event("TriggeredScaleUp", "pod triggered scale-up")] });
        AssertCertainAfter(ClusterFault.Unschedulable, PodFailureRules.AutoscalerPatience, snapshot with { MayGrow = true });
        AssertCertainAfter(ClusterFault.Unschedulable, PodFailureRules.SchedulingPatience, snapshot with
        {
            MayGrow = true,
            Events = [Fake.Event("NotTriggerScaleUp", "pod didn't trigger scale-up")],
        });
        AssertMayHeal(Fake.Snapshot(Unschedulable("pod has unbound immediate PersistentVolumeClaims")));
        AssertMayHeal(Fake.Snapshot(Unschedulable("1 node(s) had taint {node.kubernetes.io/not-ready: }")));
    }

    /// <summary>
    /// The old pod of a Deployment without surge leaves for eight seconds, and holds what the new one needs (the port of
    /// the node, kubernetes/kubernetes#97227): the time counts from when the scheduler must have tried again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Excuses))]
    public void The_grace_period_begins_when_the_last_excuse_ends(string excuse)
    {
        RolloutSnapshot standing = excuse == "quota"
            ? Refused("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1")
            : Fake.Snapshot(Unschedulable("0/1 nodes are available: 1 node(s) didn't have free ports."));
        RolloutSnapshot excused = excuse == "node"
            ? standing with { Events = [Fake.Event("TriggeredScaleUp", "pod triggered scale-up")] }
            : standing with
            {
                Pods =
                [
                    .. standing.Pods,
                    Fake.Pod("{}", "web:1", "old", metadata: "\"deletionTimestamp\":\"2026-01-01T12:00:00Z\""),
                ],
            };
        var cache = new RolloutCache(standing.Baseline);

        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, excused, 0));
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, excused, 30));
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, standing, 31));
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, standing, 31 + RolloutCache.LongestRetry.TotalSeconds));
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, standing, 35 + RolloutCache.LongestRetry.TotalSeconds));
        Assert.IsType<RolloutVerdict.Failed>(JudgeAt(cache, standing, 38 + RolloutCache.LongestRetry.TotalSeconds));
    }

    /// <summary>What is not certain yet is no excuse for what is seen later.</summary>
    [Fact]
    public void A_mount_that_timed_out_before_it_was_refused_gets_no_more_time()
    {
        RolloutSnapshot timedOut = Fake.Snapshot(Fake.Pod("{}")) with
        {
            Events = [Fake.Event("FailedMount", "timed out waiting for the condition")],
        };
        RolloutSnapshot refused = timedOut with
        {
            Events = [Fake.Event("FailedMount", "MountVolume.SetUp failed for volume \"v\" : secret \"tls\" not found")],
        };
        var cache = new RolloutCache(timedOut.Baseline);
        Assert.Null(Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, timedOut, 0)).JudgeAgainAt);
        Assert.IsType<RolloutVerdict.Waiting>(JudgeAt(cache, refused, 1));
        Assert.IsType<RolloutVerdict.Failed>(JudgeAt(cache, refused, 1 + ConfigRules.Lateness.TotalSeconds));
    }

    public static TheoryData<string> Excuses => ["pods", "node", "quota"];

    [Fact]
    public void A_changed_message_of_the_scheduler_starts_the_time_afresh() => Assert.NotEqual(
        Suspect(Fake.Snapshot(Unschedulable("1 Insufficient cpu"))).Key,
        Suspect(Fake.Snapshot(Unschedulable("2 Insufficient cpu"))).Key);

    [Theory]
    [InlineData("pods \"p\" is forbidden: maximum memory usage per Container is 16Mi, but limit is 64Mi")]
    [InlineData("pods \"p\" is forbidden: failed quota: q: must specify limits.cpu")]
    [InlineData("pods \"timeout-59d8c\" is forbidden: failed quota: q: must specify limits.cpu")]
    [InlineData("admission webhook \"policy.example\" denied the request: no latest tags")]
    [InlineData("admission webhook \"policy.example\" denied the request: label team not found")]
    [InlineData("pods \"p\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: a probe with a timeout is needed")]
    [InlineData("Pod \"p\" is invalid: spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    public void A_refusal_of_the_server_is_certain_at_once(string message) =>
        AssertCertain(ClusterFault.PodRejected, Refused(message));

    [Theory]
    [InlineData("failed calling webhook \"policy.example\": connection refused")]
    [InlineData("pods \"p\" is forbidden: error looking up service account shop/web: serviceaccount \"web\" not found")]
    [InlineData("pods \"p\" is forbidden: No API token found for service account \"web\", retry after the token is automatically created and added to the service account")]
    [InlineData("pods \"p\" is forbidden: status unknown for quota: q, resources: pods")]
    [InlineData("pods \"p\" is forbidden: not yet ready to handle request")]
    [InlineData("Internal error occurred: resource quota evaluation timed out")]
    [InlineData("Operation cannot be fulfilled on resourcequotas \"q\": the object has been modified; please apply your changes to the latest version and try again")]
    [InlineData("etcdserver: leader changed")]
    [InlineData("the server is currently unable to handle the request")]
    public void A_refusal_that_may_heal_must_stand(string message) =>
        AssertCertainAfter(ClusterFault.PodRejected, CreationRules.ServerGracePeriod, Refused(message));

    [Theory]
    [InlineData("pods \"p\" is forbidden: no PriorityClass with name high was found")]
    [InlineData("pods \"p\" is forbidden: pod rejected: RuntimeClass \"gvisor\" not found")]
    public void What_the_pod_names_may_come_late(string message) =>
        AssertCertainAfter(ClusterFault.PodRejected, ConfigRules.Lateness, Refused(message));

    [Fact]
    public void A_quota_must_stand_while_no_pod_is_leaving()
    {
        RolloutSnapshot snapshot = Refused("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1");
        KubeObject leaving = Fake.Pod("{}", "web:1", "old", metadata: "\"deletionTimestamp\":\"2026-01-01T12:00:00Z\"");

        AssertCertainAfter(ClusterFault.QuotaExceeded, CreationRules.QuotaPatience, snapshot);
        AssertMayHeal(snapshot with { Pods = [leaving] });
    }

    [Fact]
    public void A_quota_that_is_used_otherwise_starts_the_time_afresh() => Assert.NotEqual(
        Suspect(Refused("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1")).Key,
        Suspect(Refused("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2")).Key);

    [Fact]
    public void Another_try_that_the_quota_refuses_is_the_same_suspicion() => Assert.Equal(
        Suspect(Refused("pods \"web-abcde\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1")).Key,
        Suspect(Refused("pods \"web-fghij\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1")).Key);

    [Theory]
    [InlineData("")]
    [InlineData("""{"name":"web","ready":false,"restartCount":3,"state":{"terminated":{"exitCode":137}}}""")]
    [InlineData("""{"name":"web","ready":false,"restartCount":0,"state":{"running":{"startedAt":"2026-01-01T01:00:00Z"}}}""")]
    public void A_pod_that_was_evicted_keeps_no_rollout_from_being_done(string container)
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Evicted(container)) with
        {
            Workload = Fake.Deployment(status: """{"replicas":3,"updatedReplicas":3,"availableReplicas":3}"""),
        };

        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(snapshot));
    }

    [Fact]
    public void A_pod_that_was_evicted_explains_a_rollout_only_if_no_other_pod_does()
    {
        Assert.Equal(
            "pod p0 is over: Evicted: The node was low on resource: memory", Suspect(Fake.Snapshot(Evicted(""))).Text);
        Assert.Equal("p1", Suspect(Fake.Snapshot(Evicted(""), Waiting("ContainerCreating", ""))).Pod);
    }

    private static KubeObject Evicted(string container) => Fake.Pod(
        $$"""
        {"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory.","containerStatuses":[{{container}}]}
        """, name: "p0");

    [Fact]
    public void Trouble_of_old_leaving_and_foreign_pods_is_ignored()
    {
        KubeObject crashing = Fake.PodIn(BackOff, restarts: 9, last: Crashed);
        KubeObject With(Action<JsonObject> change)
        {
            JsonObject json = crashing.ToNode();
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
}

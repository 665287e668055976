using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Which pods of a StatefulSet decide on its rollout.</summary>
public sealed class StatefulSetWaitRulesTests : CauseTests
{
    private const string NoImage = """{"waiting":{"reason":"InvalidImageName"}}""";
    private const string NotDone = """{"replicas":3,"readyReplicas":2,"updatedReplicas":1}""";

    private static KubeObject Broken(string revision) => FakeSet.Pod("db-2", revision, NoImage);

    [Fact]
    public void A_broken_pod_of_the_newest_revision_is_certain_long_before_any_deadline()
    {
        RolloutCause cause = AssertCertain(ClusterFault.ImagePullFailed, Judged("{}", Broken(FakeSet.New)));

        Assert.Equal(("db-2", false), (cause.Pod, cause.IsOlder));
    }

    [Fact]
    public void In_order_a_broken_pod_of_an_older_revision_blocks_and_a_restart_replaces_it()
    {
        const string Zero = """{"updateStrategy":{"rollingUpdate":{"partition":0}}}""";
        RolloutSnapshot snapshot = Judged(Zero, Broken(FakeSet.Old));
        var failed = Assert.IsType<RolloutVerdict.Failed>(RolloutRules.Judge(snapshot));

        Assert.True(failed.Cause!.IsOlder);
        Assert.Contains("older revision", failed.Message, StringComparison.Ordinal);
        Assert.Equal("Replace it: Restart-MicroService db -Namespace shop.", failed.Advice);
    }

    [Fact]
    public void Without_a_partition_a_deleted_pod_would_be_made_as_it_was_so_the_advice_says_more() => Assert.StartsWith(
        "Set updateStrategy.rollingUpdate.partition to 0",
        Assert.IsType<RolloutVerdict.Failed>(RolloutRules.Judge(Judged("{}", Broken(FakeSet.Old)))).Advice,
        StringComparison.Ordinal);

    [Fact]
    public void In_parallel_a_broken_pod_of_an_older_revision_will_be_replaced() =>
        AssertMayHeal(Judged("""{"podManagementPolicy":"Parallel"}""", Broken(FakeSet.Old)));

    [Theory]
    [InlineData("""{"podManagementPolicy":"Parallel","updateStrategy":{"type":"OnDelete"}}""")]
    [InlineData("""{"podManagementPolicy":"Parallel","updateStrategy":{"rollingUpdate":{"partition":3}}}""")]
    public void A_broken_pod_that_keeps_its_revision_is_never_ready(string spec) =>
        AssertCertain(ClusterFault.ImagePullFailed, Judged(spec, Broken(FakeSet.Old)));

    [Fact]
    public void A_partition_counts_from_the_first_ordinal() => AssertMayHeal(Judged(
        """{"podManagementPolicy":"Parallel","ordinals":{"start":1},"updateStrategy":{"rollingUpdate":{"partition":1}}}""",
        Broken(FakeSet.Old)));

    [Fact]
    public void Before_the_controller_has_seen_the_change_the_revision_of_the_same_template_is_the_newest()
    {
        KubeObject unseen = FakeSet.Of("StatefulSet", """{"observedGeneration":1,"updateRevision":"db-1"}""");

        Assert.Equal(FakeSet.New, NewestRevision.LabelOf(unseen, FakeSet.Snapshot(unseen).Revisions));
        Assert.Null(NewestRevision.LabelOf(unseen, [FakeSet.Revision(FakeSet.Old, 1, "web:1")]));
    }

    [Fact]
    public void A_refusal_is_told_by_an_event_that_must_stand_as_no_pod_comes()
    {
        KubeObject set = FakeSet.Of("StatefulSet", """{"observedGeneration":1}""");
        KubeObject refused = FakeSet.Event("FailedCreate", "create Pod db-0 failed error: is forbidden: exceeded quota: q");
        RolloutSnapshot snapshot = FakeSet.Snapshot(set) with { Events = [refused] };

        AssertCertainAfter(ClusterFault.QuotaExceeded, CreationRules.QuotaPatience, snapshot);
        AssertMayHeal(snapshot with
        {
            Events = [refused, FakeSet.Event("SuccessfulCreate", "create Pod db-0", "2026-01-01T11:00:01Z")],
        });
    }

    [Fact]
    public void An_old_refusal_says_nothing_when_all_pods_are_there() => AssertMayHeal(
        Judged("{}", [.. Enumerable.Range(0, 3).Select(n => FakeSet.Pod($"db-{n}", FakeSet.New, Running))]) with
        {
            Events = [FakeSet.Event("FailedCreate", "is forbidden: exceeded quota: q")],
        });

    [Theory]
    [InlineData("""{"updateStrategy":{"type":"OnDelete"}}""", "OnDelete")]
    [InlineData("""{"updateStrategy":{"rollingUpdate":{"partition":1}}}""", "partition of 1")]
    public void What_stays_at_an_older_revision_on_purpose_is_said_when_it_is_done(string spec, string why)
    {
        KubeObject set = FakeSet.Of("StatefulSet", """{"replicas":3,"readyReplicas":3,"updatedReplicas":2}""", spec);

        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(FakeSet.Snapshot(set)));
        string note = Assert.Single(RolloutNotes.Of(set));
        Assert.StartsWith("1 of 3 pods of StatefulSet shop/db stays at an older revision", note, StringComparison.Ordinal);
        Assert.Contains(why, note, StringComparison.Ordinal);
    }

    private static RolloutSnapshot Judged(string spec, params KubeObject[] pods) =>
        FakeSet.Snapshot(FakeSet.Of("StatefulSet", NotDone, spec), pods);
}

using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Which pods of a DaemonSet decide on its rollout.</summary>
public sealed class DaemonSetWaitRulesTests : CauseTests
{
    private const string NoImage = """{"waiting":{"reason":"InvalidImageName"}}""";
    private const string Stuck = """{"desiredNumberScheduled":3,"currentNumberScheduled":3,"updatedNumberScheduled":1,"numberAvailable":2}""";

    [Fact]
    public void Only_a_broken_pod_of_the_newest_revision_is_certain_as_old_ones_are_replaced()
    {
        AssertCertain(ClusterFault.ImagePullFailed, Judged("{}", FakeSet.New));
        AssertMayHeal(Judged("{}", FakeSet.Old));
    }

    [Fact]
    public void With_OnDelete_an_old_pod_that_is_broken_stays() =>
        AssertCertain(ClusterFault.ImagePullFailed, Judged("""{"updateStrategy":{"type":"OnDelete"}}""", FakeSet.Old));

    [Fact]
    public void A_template_that_no_revision_has_word_for_word_is_that_of_the_highest_number_once_it_was_seen()
    {
        KubeObject seen = FakeSet.Of("DaemonSet", image: "web:3");
        KubeObject unseen = FakeSet.Of("DaemonSet", """{"observedGeneration":1}""", image: "web:3");

        Assert.Equal(FakeSet.New, NewestRevision.LabelOf(seen, FakeSet.Snapshot(seen).Revisions));
        Assert.Null(NewestRevision.LabelOf(unseen, FakeSet.Snapshot(unseen).Revisions));
    }

    [Fact]
    public void A_template_that_came_back_is_the_newest_again()
    {
        KubeObject back = FakeSet.Of("DaemonSet", """{"observedGeneration":1}""", image: "web:1");

        Assert.Equal(FakeSet.Old, NewestRevision.LabelOf(back, FakeSet.Snapshot(back).Revisions));
    }

    [Fact]
    public void A_refusal_counts_although_an_old_status_wants_no_pod()
    {
        KubeObject set = FakeSet.Of("DaemonSet", """{"observedGeneration":0}""");
        AssertCertainAfter(ClusterFault.PodRejected, CreationRules.EventPatience, FakeSet.Snapshot(set) with
        {
            Events = [FakeSet.Event("FailedCreate", "Error creating: pods is forbidden: maximum memory usage is 16Mi")],
        });
    }

    [Fact]
    public void Progress_counts_nodes_and_only_pods_of_the_newest_revision()
    {
        RolloutSnapshot snapshot = FakeSet.Snapshot(
            FakeSet.Of("DaemonSet", Stuck), FakeSet.Pod("a", FakeSet.Old, Running, ready: true),
            FakeSet.Pod("b", FakeSet.New, Running, ready: true));
        RolloutProgress progress = RolloutProgressRules.Of(snapshot, "", TimeSpan.Zero);

        Assert.Equal((3, 1, 1), (progress.Desired, progress.Updated, progress.Available));
    }

    [Fact]
    public void A_DaemonSet_that_fits_no_node_is_done_with_a_note()
    {
        KubeObject set = FakeSet.Of("DaemonSet", """{"desiredNumberScheduled":0}""");

        Assert.IsType<RolloutVerdict.Done>(RolloutRules.Judge(FakeSet.Snapshot(set)));
        Assert.Contains("runs on no node", Assert.Single(RolloutNotes.Of(set)), StringComparison.Ordinal);
    }

    private static RolloutSnapshot Judged(string spec, string revision) =>
        FakeSet.Snapshot(FakeSet.Of("DaemonSet", Stuck, spec), FakeSet.Pod("b", revision, NoImage));
}

using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Revisions;

public sealed class RevisionReportTests
{
    [Fact]
    public void A_ReplicaSet_tells_its_own_counts()
    {
        KubeObject old = Fake.ReplicaSet("web:1", 1);
        KubeObject current = ObjectBuilder.ReplicaSet("web-2", "web:2").OwnedBy("d")
            .Shown("web-2", created: "2026-01-01T11:00:00Z")
            .Annotation("deployment.kubernetes.io/revision", "2")
            .Annotation("kubernetes.io/change-cause", "two\u001b[31m")
            .Annotation("azure-pipelines/run", "7")
            .Annotation("azure-pipelines/requested-for", "##vso[task.complete]Alice")
            .WithSpec("""{"replicas":3}""").WithStatus("""{"readyReplicas":1}""").Object();

        IReadOnlyList<RolloutRevision> history = Of(Fake.Deployment(), [old, current], []);

        Assert.Equal([2, 1], history.Select(one => one.Revision));
        Assert.Equal((3, 1, true), (history[0].Replicas, history[0].Ready, history[0].IsCurrent));
        Assert.Equal(("0/0", false), (history[1].Readiness, history[1].IsCurrent));
        Assert.Equal(TimeSpan.FromHours(1), history[0].Age);
        Assert.Equal(("two", "7", "##vso[task.complete]Alice"), (history[0].ChangeCause!, history[0].Run!.Number, history[0].RequestedFor!));
        Assert.Null(history[1].Run);
        Assert.Equal("2", history[0].Version);
    }

    [Fact]
    public void The_pods_of_a_set_are_counted_by_the_revision_that_they_are_labelled_with()
    {
        IReadOnlyList<RolloutRevision> history = Of(
            FakeHistory.Workload("web:2"), [FakeHistory.Revision("web:1", 1), FakeHistory.Revision("web:2", 2)],
            [FakeHistory.Pod(0, "db-1", true), FakeHistory.Pod(1, "hash-2", true), FakeHistory.Pod(2, "db-2", false), FakeHistory.Pod(3, "db-2", true, owner: "x")]);

        Assert.Equal((2, 1), (history[0].Replicas, history[0].Ready));
        Assert.Equal((1, 1), (history[1].Replicas, history[1].Ready));
        Assert.Equal(WorkloadKind.StatefulSet, history[0].Kind);
    }

    [Fact]
    public void A_tag_that_was_moved_between_two_pulls_shows_two_digests()
    {
        RolloutRevision revision = Of(
            FakeHistory.Workload("web:2"), [FakeHistory.Revision("web:2", 2)],
            [FakeHistory.Pod(0, "db-2", true), FakeHistory.Pod(1, "hash-2", true)])[0];

        Assert.Equal(["sha256:db-2", "sha256:hash-2"], Assert.Single(revision.Images).Digests);
        Assert.Equal("web:2 (sha256:db-2, sha256:hash-2)", revision.Images[0].ToString());
        Assert.Equal("web:2", revision.Image);
    }

    [Fact]
    public void An_image_without_a_pod_has_no_digest() =>
        Assert.Equal("web:1", Of(Fake.Deployment(), [Fake.ReplicaSet("web:1", 1)], [])[0].Images[0].ToString());

    private static IReadOnlyList<RolloutRevision> Of(KubeObject workload, KubeObject[] sources, KubeObject[] pods) =>
        RevisionReport.Of(workload, sources, pods, "ctx", null, Fake.Now);
}

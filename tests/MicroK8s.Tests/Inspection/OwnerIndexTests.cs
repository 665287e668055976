using MicroK8s.Inspection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Inspection;

public sealed class OwnerIndexTests
{
    [Fact]
    public void A_pod_belongs_to_the_owner_of_its_replica_set_and_has_its_revision() => Assert.Equal(
        new PodOwner("web", WorkloadKind.Deployment, 3), Index().OwnerOf(Pod("ReplicaSet", "rs", "web-abc")));

    [Fact]
    public void A_replica_set_of_somebody_else_makes_no_pod_of_a_service() =>
        Assert.Null(Index().OwnerOf(Pod("ReplicaSet", "foreign", "other-abc", "pod-template-hash", "abc")));

    [Fact]
    public void A_replica_set_that_was_not_read_is_told_by_its_name() => Assert.Equal(
        new PodOwner("web", WorkloadKind.Deployment, null),
        Index().OwnerOf(Pod("ReplicaSet", "new", "web-def", "pod-template-hash", "def")));

    [Theory]
    [InlineData("StatefulSet", "db", "db-5f")]
    [InlineData("DaemonSet", "agent", "7c")]
    public void The_revision_of_other_kinds_comes_from_the_label_of_the_pod(string kind, string owner, string hash) =>
        Assert.Equal(
            new PodOwner(owner, Enum.Parse<WorkloadKind>(kind), 2),
            Index().OwnerOf(Pod(kind, owner, owner, "controller-revision-hash", hash)));

    [Fact]
    public void A_pod_without_an_owner_belongs_to_nobody() =>
        Assert.Null(Index().OwnerOf(KubeObject.Parse("""{ "metadata": { "name": "bare" } }""")));

    private static OwnerIndex Index()
    {
        var index = new OwnerIndex();
        index.Add(WorkloadKind.Deployment, Object("web", "web"));
        index.Add(WorkloadKind.StatefulSet, Object("db", "db"));
        index.Add(WorkloadKind.DaemonSet, Object("agent", "agent"));
        index.AddRevisions(
        [
            [Object("rs", "web-abc", "web", """ "annotations": { "deployment.kubernetes.io/revision": "3" } """)],
            [
                Object("r1", "db-5f", "db", """ "labels": {} """, 2),
                Object("r2", "agent-7c", "agent", """ "labels": { "controller-revision-hash": "7c" } """, 2),
            ],
        ]);
        return index;
    }

    private static KubeObject Object(
        string uid, string name, string owner = "", string more = """ "labels": {} """, int revision = 0) =>
        ObjectBuilder.Of("", name).Shown(uid).OwnedBy(owner).WithMetadata(more)
            .With(item => item.Json["revision"] = revision).Object();

    private static KubeObject Pod(string kind, string owner, string name, string label = "a", string value = "b") =>
        ObjectBuilder.Of("Pod", "p").Shown("p").Label(label, value).OwnedBy(owner, kind, name).Object();
}

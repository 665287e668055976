using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Revisions;

public sealed class RollbackGoalTests
{
    private static readonly KubeObject[] Revisions =
    [
        Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2), Fake.ReplicaSet("web:1", 3, uid: "again"),
        Fake.ReplicaSet("web:4", 4),
    ];

    [Fact]
    public void A_version_is_the_newest_older_revision_that_has_it() =>
        Assert.Equal(3, To(new RollbackGoal { Version = "1" }));

    [Fact]
    public void An_image_is_the_newest_older_revision_that_has_it() =>
        Assert.Equal(2, To(new RollbackGoal { Image = "web:2" }));

    [Fact]
    public void A_version_that_only_the_current_revision_has_is_in_place_already() =>
        Assert.True(Plan(new RollbackGoal { Version = "4" }).IsUnchanged);

    [Theory]
    [InlineData("9", null, "no revision of version '9'")]
    [InlineData(null, "web:9", "no revision with image 'web:9'")]
    public void One_that_none_has_lists_what_there_is(string? version, string? image, string message)
    {
        ClusterException exception = Assert.Throws<ClusterException>(
            () => Plan(new RollbackGoal { Version = version, Image = image }));

        Assert.Equal(ClusterFault.RevisionNotFound, exception.Fault);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("4 (web:4) now, 3 (web:1), 2 (web:2), 1 (web:1)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_labels_of_the_pods_tell_the_version_before_the_tag()
    {
        ObjectBuilder before = ObjectBuilder.ReplicaSet("x", "web:7").OwnedBy("d")
            .Annotation("deployment.kubernetes.io/revision", "1");
        before.Template["metadata"] = JsonNode.Parse("""{"labels":{"version":"blue"}}""");

        Assert.Equal("blue", Assert.Single(RolloutHistory.Of(Fake.Deployment(), [before.Object()])).Version);
    }

    private static long To(RollbackGoal goal) => Plan(goal).To.Number;

    private static RollbackPlan Plan(RollbackGoal goal) =>
        RollbackPlanner.Plan(Fake.Deployment("web:4"), Revisions, [], goal);
}

using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>Pods of a broken revision that an ordered StatefulSet waits for for ever.</summary>
public sealed class StuckPodsTests
{
    private static readonly KubeObject[] Revisions = [FakeHistory.Revision("web:1", 1), FakeHistory.Revision("web:2", 2)];

    private static readonly KubeObject[] Pods =
    [
        FakeHistory.Pod(0, "db-1", isReady: false), FakeHistory.Pod(1, "db-2", isReady: true),
        FakeHistory.Pod(2, "db-2", isReady: false), FakeHistory.Pod(3, "db-2", isReady: false),
        FakeHistory.Pod(4, "db-2", isReady: false, owner: "another"),
        FakeHistory.Pod(5, "db-2", isReady: false, metadata: """ "deletionTimestamp":"2026-01-01T00:00:00Z" """),
    ];

    [Fact]
    public void Those_of_the_broken_revision_that_are_not_ready_go_the_highest_first() =>
        Assert.Equal(["db-3", "db-2"], Stuck("{}"));

    [Fact]
    public void They_are_named_in_what_is_shown_first() => Assert.Contains(
        "then delete Pod shop/db-3, which is not ready", Plan("web:2", "{}").Description, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"podManagementPolicy":"Parallel"}""")]
    [InlineData("""{"updateStrategy":{"type":"OnDelete"}}""")]
    public void None_goes_where_the_controller_does_not_wait(string spec) => Assert.Empty(Stuck(spec));

    [Fact]
    public void None_goes_below_the_partition() =>
        Assert.Equal(["db-3"], Stuck("""{"updateStrategy":{"rollingUpdate":{"partition":3}}}"""));

    [Fact]
    public void A_template_that_is_back_already_does_not_mend_what_is_stuck()
    {
        RollbackPlan plan = RollbackPlanner.Plan(
            FakeHistory.Workload("web:1", spec: """{"updateStrategy":{"rollingUpdate":{"partition":0}}}"""), Revisions,
            Pods, new RollbackGoal { Revision = 1 });

        Assert.Empty(plan.Changes);
        Assert.False(plan.IsUnchanged);
    }

    [Theory]
    [InlineData("""{"updateStrategy":{"type":"RollingUpdate"}}""", """/rollingUpdate","value":{"partition":0}}""")]
    [InlineData(
        """{"updateStrategy":{"rollingUpdate":{"maxUnavailable":1}}}""", """/rollingUpdate/partition","value":0}""")]
    public void Without_a_partition_one_of_zero_is_written_and_shown_so_that_they_are_not_made_as_before(
        string spec, string path)
    {
        RollbackPlan back = Plan("web:2", spec);
        RollbackPlan same = RollbackPlanner.Plan(
            FakeHistory.Workload("web:1", spec: spec), Revisions, Pods, new RollbackGoal { Revision = 1 });

        Assert.All([back, same], plan =>
        {
            Assert.Contains(
                "spec.updateStrategy.rollingUpdate.partition: (none) → 0", plan.Description, StringComparison.Ordinal);
            Assert.Contains($"\"op\":\"add\",\"path\":\"/spec/updateStrategy{path}", $"{plan.Patch}", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("""{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}}}""")]
    [InlineData("""{"updateStrategy":{"type":"OnDelete"}}""")]
    public void A_partition_is_left_alone_where_it_is_there_or_means_nothing(string spec)
    {
        RollbackPlan plan = Plan("web:2", spec);

        Assert.DoesNotContain("updateStrategy", plan.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("updateStrategy", $"{plan.Patch}", StringComparison.Ordinal);
    }

    private static string[] Stuck(string spec) => [.. Plan("web:2", spec).StuckPods.Select(pod => pod.Name)];

    private static RollbackPlan Plan(string image, string spec) =>
        RollbackPlanner.Plan(FakeHistory.Workload(image, spec: spec), Revisions, Pods, new RollbackGoal());
}

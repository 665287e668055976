using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Revisions;

/// <summary>Rollbacks of StatefulSets and DaemonSets, whose revisions are ControllerRevisions.</summary>
public sealed class ControllerRevisionTests
{
    private static readonly KubeObject[] ThreeRevisions =
        [FakeHistory.Revision("web:1", 1), FakeHistory.Revision("web:3", 3), FakeHistory.Revision("web:2", 2)];

    [Theory]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public void The_template_that_a_revision_keeps_as_a_patch_is_written_without_the_directive(string kind)
    {
        RollbackPlan plan = Plan(FakeHistory.Workload("web:3", kind));

        Assert.Equal((3, 2), (plan.FromRevision!.Value, plan.To.Number));
        Assert.Equal(kind, plan.Target.Type.Kind);
        Assert.Equal(["web:2"], plan.To.Images);
        Assert.Equal("template.spec.containers[web].image: web:3 → web:2", Assert.Single(plan.Changes).ToString());
        Assert.DoesNotContain("$patch", plan.Patch.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_of_another_owner_is_none() => Assert.Equal(
        2,
        RollbackPlanner.Plan(
            FakeHistory.Workload("web:3"), [.. ThreeRevisions, FakeHistory.Revision("web:9", 9, owner: "another")], [],
            new RollbackGoal()).To.Number);

    [Fact]
    public void What_the_workload_asks_for_is_current_whatever_its_number() =>
        Assert.Equal(3, Plan(FakeHistory.Workload("web:1")).To.Number);

    [Fact]
    public void The_highest_is_current_when_a_newer_server_fills_in_more_than_was_kept()
    {
        KubeObject workload = FakeHistory.Workload("web:3", spec: """
            {"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"web","image":"web:3"}],"newDefault":"x"}}}
            """);

        Assert.Equal((3, 2), (Plan(workload).FromRevision!.Value, Plan(workload).To.Number));
    }

    [Fact]
    public void Nothing_is_current_before_the_controller_has_seen_the_template()
    {
        RollbackPlan plan = Plan(FakeHistory.Workload("web:4", observed: 1));

        Assert.Null(plan.FromRevision);
        Assert.Equal(3, plan.To.Number);
    }

    [Fact]
    public void The_record_of_the_revision_comes_back_with_it()
    {
        KubeObject workload = FakeHistory.Workload(
            "web:2", metadata: """{"annotations":{"kubernetes.io/change-cause":"two","azure-pipelines/run":"8","oncall":"alice"}}""");
        string patch = RollbackPlanner.Plan(
            workload, [FakeHistory.Revision("web:1", 1, annotations: """{"kubernetes.io/change-cause":"one"}"""), FakeHistory.Revision("web:2", 2)],
            [], new RollbackGoal()).Patch.ToString();

        Assert.Contains("""{"op":"add","path":"/metadata/annotations/kubernetes.io~1change-cause","value":"one"}""", patch, StringComparison.Ordinal);
        Assert.Contains("""{"op":"remove","path":"/metadata/annotations/azure-pipelines~1run"}""", patch, StringComparison.Ordinal);
        Assert.DoesNotContain("oncall", patch, StringComparison.Ordinal);
    }

    [Fact]
    public void What_pods_of_a_kept_patch_need_is_found() => Assert.Equal(
        "settings",
        Assert.Single(TemplateReferences.Of(KubeObject.Parse("""
            {"kind":"ControllerRevision","metadata":{"namespace":"shop"},"data":{"spec":{"template":{"spec":{
             "containers":[{"envFrom":[{"configMapRef":{"name":"settings"}}]}]}}}}}
            """))).Name);

    [Fact]
    public void OnDelete_and_a_partition_keep_the_rollback_from_pods_and_are_told()
    {
        string onDelete = Assert.Single(
            Plan(FakeHistory.Workload("web:3", "DaemonSet", spec: """{"updateStrategy":{"type":"OnDelete"}}""")).Warnings);
        string partition = Assert.Single(
            Plan(FakeHistory.Workload("web:3", spec: """{"updateStrategy":{"rollingUpdate":{"partition":2}}}""")).Warnings);

        Assert.Contains("until you delete them", onDelete, StringComparison.Ordinal);
        Assert.Contains("partition 2", partition, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_revision_lists_the_known_ones() => Assert.Contains(
        "It has 3 (web:3) now, 2 (web:2), 1 (web:1).",
        Assert.Throws<ClusterException>(() => RollbackPlanner.Plan(
            FakeHistory.Workload("web:3"), ThreeRevisions, [], new RollbackGoal { Revision = 7 })).Message,
        StringComparison.Ordinal);

    private static RollbackPlan Plan(KubeObject workload) =>
        RollbackPlanner.Plan(workload, ThreeRevisions, [], new RollbackGoal());
}

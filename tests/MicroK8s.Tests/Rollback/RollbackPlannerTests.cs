using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

public sealed class RollbackPlannerTests
{
    private static readonly KubeObject[] ThreeRevisions =
        [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:3", 3), Fake.ReplicaSet("web:2", 2)];

    [Fact]
    public void The_previous_revision_is_the_highest_but_the_current_one()
    {
        RollbackPlan plan = Plan(Fake.Deployment("web:3"), ThreeRevisions);

        Assert.Equal((3, 2), (plan.FromRevision!.Value, plan.To.Number));
        Assert.Equal(["web:3"], plan.FromImages);
        Assert.Equal(["web:2"], plan.To.Images);
    }

    [Fact]
    public void A_current_revision_that_the_controller_has_not_numbered_anew_yet_is_not_its_own_predecessor()
    {
        // Right after a rollback to 1: the template is that of 1, which still has its old number.
        RollbackPlan plan = Plan(Fake.Deployment("web:1"), ThreeRevisions);

        Assert.Equal(3, plan.To.Number);
    }

    [Fact]
    public void A_template_without_a_revision_goes_back_to_the_latest()
    {
        RollbackPlan plan = Plan(Fake.Deployment("web:4"), ThreeRevisions);

        Assert.Null(plan.FromRevision);
        Assert.Equal(3, plan.To.Number);
    }

    [Fact]
    public void A_named_revision_is_taken() => Assert.Equal(1, Plan(Fake.Deployment("web:3"), ThreeRevisions, 1).To.Number);

    [Fact]
    public void ReplicaSets_of_other_owners_are_no_revisions()
    {
        KubeObject[] sets = [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:9", 9, owner: "another"), Fake.ReplicaSet("web:2", 2)];

        Assert.Equal(1, Plan(Fake.Deployment("web:2"), sets).To.Number);
        Assert.Equal(ClusterFault.RevisionNotFound, Fault(Fake.Deployment("web:2"), sets, 9).Fault);
    }

    [Fact]
    public void An_identical_template_changes_nothing()
    {
        RollbackPlan plan = Plan(Fake.Deployment("web:3"), ThreeRevisions, 3);

        Assert.True(plan.IsUnchanged);
        Assert.True(plan.Patch.IsEmpty);
    }

    [Fact]
    public void An_unknown_revision_lists_the_known_ones_newest_first() => Assert.Contains(
        "It has 3 (web:3) now, 2 (web:2), 1 (web:1).", Fault(Fake.Deployment("web:3"), ThreeRevisions, 7).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Without_an_earlier_revision_there_is_no_way_back() => Assert.Equal(
        ClusterFault.RevisionNotFound, Fault(Fake.Deployment("web:1"), [Fake.ReplicaSet("web:1", 1)]).Fault);

    [Fact]
    public void A_paused_rollout_is_refused() => Assert.Equal(
        ClusterFault.RolloutPaused, Fault(Fake.Deployment("web:3", spec: """{"paused":true}"""), ThreeRevisions).Fault);

    [Fact]
    public void The_patch_names_the_version_read_and_replaces_the_template_without_the_hash()
    {
        string patch = Plan(Fake.Deployment("web:3"), ThreeRevisions).Patch.ToString();

        Assert.StartsWith("""[{"op":"replace","path":"/metadata/resourceVersion","value":"7"}""", patch, StringComparison.Ordinal);
        Assert.Contains("""{"op":"replace","path":"/spec/template",""", patch, StringComparison.Ordinal);
        Assert.DoesNotContain("pod-template-hash", patch, StringComparison.Ordinal);
        Assert.DoesNotContain("annotations", patch, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_environment_variables_are_never_shown()
    {
        KubeObject deployment = Fake.Deployment("web:2", spec: """
            {"template":{"spec":{"containers":[{"name":"web","image":"web:2","env":[{"name":"PASSWORD","value":"s3cret"}]}]}}}
            """);
        string description = Plan(deployment, ThreeRevisions).Description;

        Assert.Contains("env[PASSWORD].value: (hidden) → (none)", description, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recorded_cause_comes_back()
    {
        KubeObject deployment = Fake.Deployment(
            "web:2", metadata: """{"annotations":{"kubernetes.io/change-cause":"two","oncall":"alice"}}""");
        string recorded = Plan(deployment, [Fake.ReplicaSet("web:1", 1, cause: "one"), Fake.ReplicaSet("web:2", 2)]).Patch.ToString();
        string none = Plan(deployment, [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2)]).Patch.ToString();

        Assert.Contains("""{"op":"add","path":"/metadata/annotations/kubernetes.io~1change-cause","value":"one"}""", recorded, StringComparison.Ordinal);
        Assert.Contains("""{"op":"remove","path":"/metadata/annotations/kubernetes.io~1change-cause"}""", none, StringComparison.Ordinal);
        Assert.DoesNotContain("oncall", recorded + none, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_plan_agrees_only_while_the_template_is_the_same()
    {
        RollbackPlan plan = Plan(Fake.Deployment("web:3"), ThreeRevisions, 1);

        Assert.True(plan.AgreesWith(Plan(
            Fake.Deployment("web:3", status: """{"replicas":9}""", metadata: """{"resourceVersion":"8"}"""), ThreeRevisions, 1)));
        Assert.False(plan.AgreesWith(Plan(Fake.Deployment("web:2"), ThreeRevisions, 1)));
    }

    [Theory]
    [InlineData("""{"app":"web"}""", "web")]
    [InlineData("""{"app":"shop","track":"stable"}""", "web")]
    [InlineData("""{"app":"shop","track":"canary"}""", "shop")]
    public void The_service_of_a_canary_is_that_of_its_stable_sister(string labels, string service)
    {
        KubeObject deployment = Fake.Deployment(
            spec: """{"template":{"metadata":{"labels":LABELS}}}""".Replace("LABELS", labels, StringComparison.Ordinal));

        Assert.Equal(service, Plan(deployment, [Fake.ReplicaSet("web:1", 1)], 1).Service);
    }

    [Fact]
    public void Only_what_pods_cannot_start_without_is_a_reference()
    {
        KubeObject workload = KubeObject.Parse("""
            {"metadata":{"namespace":"shop"},"spec":{"template":{"spec":{
              "containers":[{"envFrom":[{"configMapRef":{"name":"a"}},{"secretRef":{"name":"b"}}],
                "env":[{"name":"X","valueFrom":{"secretKeyRef":{"name":"c","key":"k"}}},
                       {"name":"Y","valueFrom":{"configMapKeyRef":{"name":"d","key":"k","optional":true}}}]}],
              "initContainers":[{"envFrom":[{"configMapRef":{"name":"e"}}]}],
              "volumes":[{"configMap":{"name":"a"}},{"secret":{"secretName":"f"}},{"secret":{"secretName":"g","optional":true}},
                {"projected":{"sources":[{"configMap":{"name":"h"}},{"downwardAPI":{}}]}}]}}}}
            """);

        Assert.Equal("a b c e f h", string.Join(' ', TemplateReferences.Of(workload).Select(item => item.Name).Order()));
    }

    private static RollbackPlan Plan(KubeObject deployment, KubeObject[] sets, long? to = null) =>
        RollbackPlanner.Plan(deployment, sets, [], new RollbackGoal { Revision = to });

    private static ClusterException Fault(KubeObject deployment, KubeObject[] sets, long? to = null) =>
        Assert.Throws<ClusterException>(() => Plan(deployment, sets, to));
}

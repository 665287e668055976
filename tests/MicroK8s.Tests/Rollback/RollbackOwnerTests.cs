using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>Who else has a say in the pod template that is rolled back.</summary>
public sealed class RollbackOwnerTests
{
    private const string Fields = """
        {"f:spec":{"f:replicas":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
        """;

    [Fact]
    public void Who_laid_down_a_field_by_server_side_apply_is_named_with_the_field()
    {
        string warning = Assert.Single(Plan(Managed("deployer", "Apply", Fields)).Warnings);

        Assert.Contains("laid down by deployer with server-side apply", warning, StringComparison.Ordinal);
        Assert.Contains("conflicts in template.spec.containers[web].image,", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("comes back", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_back_belongs_to_no_applier_and_is_named()
    {
        ObjectBuilder before = ObjectBuilder.ReplicaSet("x", "web:2").OwnedBy("d")
            .Annotation("deployment.kubernetes.io/revision", "1");
        before.Container["args"] = JsonNode.Parse("""["-v"]""");

        Assert.Contains(
            "removes what comes back now: template.spec.containers[web].args[0].",
            Assert.Single(RollbackPlanner.Plan(Managed("deployer", "Apply", Fields), [before.Object()], [], new RollbackGoal()).Warnings),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Update", Fields)]
    [InlineData("Apply", """{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{"f:args":{}}}}}}}""")]
    [InlineData("Apply", """{"f:spec":{"f:replicas":{}}}""")]
    public void Who_updates_or_owns_other_fields_is_not(string operation, string fields) =>
        Assert.Empty(Plan(Managed("deployer", operation, fields)).Warnings);

    [Fact]
    public void A_list_that_is_owned_as_a_whole_is_owned_in_each_item()
    {
        KubeObject args = Fake.Deployment(
            spec: """{"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"web:1","args":["-v"]}]}}}""",
            metadata: """
            {"managedFields":[{"manager":"m","operation":"Apply","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{"f:args":{}}}}}}}}]}
            """);

        Assert.Contains("args[0]", Assert.Single(Plan(args).Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}}""")]
    [InlineData("""{"annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:shop/web"}}""")]
    [InlineData("""{"ownerReferences":[{"kind":"Rollout","name":"web","controller":true}]}""")]
    [InlineData("""{"managedFields":[{"manager":"argocd-controller","operation":"Apply","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{}}}}}}]}""")]
    public void What_a_controller_would_revert_is_refused_unless_one_insists(string metadata)
    {
        KubeObject owned = Fake.Deployment(metadata: metadata);
        ClusterException refusal = Assert.Throws<ClusterException>(() => Plan(owned));

        Assert.Equal(ClusterFault.OwnedByController, refusal.Fault);
        Assert.Contains("-Force", refusal.Advice, StringComparison.Ordinal);
        Assert.Contains("may revert", Assert.Single(Plan(owned, force: true).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_do_needs_nobodys_leave() => Assert.True(RollbackPlanner.Plan(
        Fake.Deployment(metadata: """{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}}"""), [Fake.ReplicaSet("web:2", 2)], [],
        new RollbackGoal { Revision = 2 }).IsUnchanged);

    private static KubeObject Managed(string manager, string operation, string fields) => Fake.Deployment(
        metadata: $$"""{"managedFields":[{"manager":"{{manager}}","operation":"{{operation}}","fieldsV1":{{fields}}}]}""");

    private static RollbackPlan Plan(KubeObject deployment, bool force = false) => RollbackPlanner.Plan(
        deployment, [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2)], [], new RollbackGoal { IgnoreOwner = force });
}

using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Rollback;

/// <summary>What kubectl apply notes beside a rollback: fields that come back must not escape the next apply.</summary>
public sealed class AppliedManifestTests
{
    private const string Image = """{"containers":[{"image":"web:2","name":"web"}]}""";

    [Fact]
    public void A_variable_that_comes_back_is_added_to_what_was_applied()
    {
        AppliedManifest applied = Applied(
            Image, Image, """{"containers":[{"name":"web","image":"web:1","env":[{"name":"DEBUG","value":"1"}]}]}""");

        Assert.Equal(["template.spec.containers[web].env[DEBUG]"], applied.Returning);
        Assert.Equal(
            """[{"env":[{"name":"DEBUG","value":"1"}],"image":"web:2","name":"web"}]""",
            Template(applied)["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void A_field_that_was_applied_stays_as_it_was_applied_and_is_named()
    {
        AppliedManifest applied = Applied(Image, Image, """{"containers":[{"name":"web","image":"web:1"}]}""");

        Assert.Equal(["template.spec.containers[web].image"], applied.Reverting);
        Assert.Empty(applied.Returning);
    }

    [Fact]
    public void What_was_applied_and_comes_back_reverts_nothing() => Assert.Empty(Applied(
        """{"containers":[{"name":"web","image":"web:1"}]}""", Image,
        """{"containers":[{"name":"web","image":"web:1"}]}""").Reverting);

    [Fact]
    public void Defaults_that_do_not_change_are_not_added() => Assert.Empty(Applied(
        Image, """{"dnsPolicy":"ClusterFirst","containers":[{"name":"web","image":"web:2","resources":{}}]}""",
        """{"dnsPolicy":"ClusterFirst","containers":[{"name":"web","image":"web:1","resources":{}}]}""").Returning);

    [Fact]
    public void A_value_that_changes_without_having_been_applied_is_added() => Assert.Equal(
        ["template.spec.terminationGracePeriodSeconds"],
        Applied(
            Image, """{"terminationGracePeriodSeconds":30,"containers":[{"name":"web","image":"web:2"}]}""",
            """{"terminationGracePeriodSeconds":60,"containers":[{"name":"web","image":"web:2"}]}""").Returning);

    [Fact]
    public void A_part_of_a_container_that_was_not_applied_brings_its_name_along()
    {
        AppliedManifest applied = Applied(
            """{"containers":[]}""", """{"containers":[{"name":"proxy","image":"p:1"}]}""",
            """{"containers":[{"name":"proxy","image":"p:1","args":["-v"]}]}""");

        Assert.Equal(
            """[{"args":["-v"],"name":"proxy"}]""", Template(applied)["spec"]!["containers"]!.ToJsonString());
    }

    [Fact]
    public void A_container_that_goes_and_was_applied_comes_back_with_the_next_apply() => Assert.Equal(
        ["template.spec.containers[side]"],
        Applied(
            """{"containers":[{"name":"web","image":"web:1"},{"name":"side","image":"s:1"}]}""",
            """{"containers":[{"name":"web","image":"web:1"},{"name":"side","image":"s:1"}]}""",
            """{"containers":[{"name":"web","image":"web:1"}]}""").Reverting);

    [Theory]
    [InlineData(
        """{"nodeSelector":{"disk":"ssd"},"containers":[{"name":"web","image":"web:2"}]}""", "template.spec.nodeSelector")]
    [InlineData(
        """{"containers":[{"name":"web","image":"web:2"},{"name":"side","image":"s:1"}]}""", "template.spec.containers[side]")]
    [InlineData(
        """{"containers":[{"name":"web","image":"web:2","env":[{"name":"A","value":"1"}]}]}""", "template.spec.containers[web].env")]
    public void A_field_that_goes_leaves_what_was_applied(string applied, string field)
    {
        AppliedManifest amended = Applied(applied, applied, Image);

        Assert.Equal([field], amended.Leaving);
        Assert.Equal(Image, Template(amended)["spec"]!.ToJsonString());
        Assert.Equal($"with {field}", Assert.Single(amended.Changes).From);
    }

    [Fact]
    public void A_variable_that_gets_another_source_leaves_the_old_one()
    {
        const string After = """{"containers":[{"env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"x"}}}],"name":"web"}]}""";
        const string Before = """{"containers":[{"name":"web","env":[{"name":"A","value":"1"}]}]}""";

        Assert.Equal(After, Template(Applied(Before, Before, After))["spec"]!.ToJsonString());
    }

    [Fact]
    public void The_time_of_a_restart_is_in_no_manifest()
    {
        const string Restarted = """{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"now","a":"b"}},"spec":""" + Image + "}";
        AppliedManifest applied = AppliedManifest.Of(
            Workload(Spec(Image)),
            JsonNode.Parse($$"""{"spec":{{Image}}}""")!.AsObject(), JsonNode.Parse(Restarted)!.AsObject())!;

        Assert.Equal(["template.metadata.annotations.a"], applied.Returning);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void An_annotation_of_another_make_is_left_alone_and_warned_of(string text)
    {
        RollbackPlan plan = Plan(text);

        Assert.Contains("cannot be read", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("last-applied", plan.Patch.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_added_is_part_of_the_same_write_and_shown_by_name_only()
    {
        ObjectBuilder before = ObjectBuilder.ReplicaSet("x", "web:2").OwnedBy("d")
            .Annotation("deployment.kubernetes.io/revision", "1");
        before.Container["env"] = JsonNode.Parse("""[{"name":"PASSWORD","value":"s3cret"}]""");
        RollbackPlan plan = RollbackPlanner.Plan(
            Workload(Spec(Image)), [before.Object()], [], new RollbackGoal());

        Assert.Contains("/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration", plan.Patch.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]: "
            + "without template.spec.containers[web].env[PASSWORD] → with it", plan.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", plan.Description, StringComparison.Ordinal);
    }

    private static AppliedManifest Applied(string applied, string before, string after) => AppliedManifest.Of(
        Workload(Spec(applied)),
        JsonNode.Parse($$"""{"spec":{{before}}}""")!.AsObject(), JsonNode.Parse($$"""{"spec":{{after}}}""")!.AsObject())!;

    private static string Spec(string pod) => $$$"""{"spec":{"template":{"spec":{{{pod}}} } } }""";

    private static JsonNode Template(AppliedManifest applied) => JsonNode.Parse(applied.Text)!["spec"]!["template"]!;

    private static RollbackPlan Plan(string applied) => RollbackPlanner.Plan(
        Workload(applied), [Fake.ReplicaSet("web:1", 1), Fake.ReplicaSet("web:2", 2)], [], new RollbackGoal());

    private static KubeObject Workload(string applied) => Fake.Deployment(metadata: new JsonObject
    {
        ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = applied },
    }.ToJsonString());
}

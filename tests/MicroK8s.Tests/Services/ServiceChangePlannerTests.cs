using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Services;

namespace MicroK8s.Tests.Services;

public sealed class ServiceChangePlannerTests
{
    private const string Version = """{ "op": "replace", "path": "/metadata/resourceVersion", "value": "7" }""";

    [Fact]
    public void Replicas_change_alone() => AssertPatch(
        $$"""[ {{Version}}, { "op": "add", "path": "/spec/replicas", "value": 5 } ]""",
        Plan(new ServiceChange(null, null, 5, null)));

    [Fact]
    public void An_image_takes_a_cause_with_it_and_no_label_that_is_not_there() => AssertPatch(
        $$"""
        [
          {{Version}},
          { "op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "shop/web:v2.0" },
          { "op": "add", "path": "/metadata/annotations", "value": {} },
          { "op": "add", "path": "/metadata/annotations/kubernetes.io~1change-cause", "value": "image shop/web:v2.0" }
        ]
        """,
        Plan(Image("shop/web:v2.0")));

    [Fact]
    public void Version_labels_follow_the_image_where_they_are()
    {
        ServiceChangePlan plan = Plan(Image("shop/web:v2.0"), json =>
        {
            json["metadata"]!["labels"]!["app.kubernetes.io/version"] = "v1.0";
            json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
        });
        Assert.Contains(
            new FieldChange("pod label version", "/spec/template/metadata/labels/version", "v1.0", "v2.0"),
            plan.Changes);
        Assert.Contains(
            new FieldChange(
                "label app.kubernetes.io/version", "/metadata/labels/app.kubernetes.io~1version", "v1.0", "v2.0"),
            plan.Changes);
        Assert.Equal(4, plan.Changes.Count);
    }

    [Fact]
    public void A_label_that_selects_the_pods_is_never_touched()
    {
        ServiceChangePlan plan = Plan(Image("shop/web:v2.0"), json =>
        {
            json["spec"]!["selector"]!["matchLabels"]!["version"] = "v1.0";
            json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
        });
        Assert.DoesNotContain(plan.Changes, change => change.Path.Contains("labels", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_so_already_changes_nothing() =>
        Assert.Empty(Plan(new ServiceChange(ImageReference.Parse("shop/web:v1.0"), null, 3, null)).Changes);

    [Fact]
    public void Several_containers_need_a_name_and_only_the_main_one_is_the_version()
    {
        static void TwoContainers(JsonNode json)
        {
            json["spec"]!["template"]!["spec"]!["containers"] =
                JsonNode.Parse("""[ { "name": "proxy", "image": "p:1" }, { "name": "web", "image": "web:v1.0" } ]""");
            json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
        }

        var exception = Assert.Throws<ClusterException>(() => Plan(Image("shop/web:v2.0"), TwoContainers));
        Assert.Equal(ClusterFault.InvalidSpec, exception.Fault);
        Assert.Contains("proxy, web", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Plan(Image("shop/web:v2.0", "web"), TwoContainers).Changes, IsVersion);
        ServiceChangePlan proxy = Plan(Image("p:2", "proxy"), TwoContainers);
        Assert.DoesNotContain(proxy.Changes, IsVersion);
        Assert.Equal("/spec/template/spec/containers/0/image", proxy.Changes[0].Path);
        InvalidSpec.Throws("Container", "which has proxy, web", () => Plan(Image("p:2", "nope"), TwoContainers));

        static bool IsVersion(FieldChange change) => change.Field == "pod label version";
    }

    [Fact]
    public void A_wish_must_make_sense_by_itself()
    {
        Assert.Throws<ClusterException>(() => ServiceChangePlanner.Check(new ServiceChange(null, null, null, null)));
        InvalidSpec.Throws(
            "Container", "needs -Image", () => ServiceChangePlanner.Check(new ServiceChange(null, "web", 2, null)));
        InvalidSpec.Throws(
            "Replicas", "negative", () => ServiceChangePlanner.Check(new ServiceChange(null, null, -1, null)));
    }

    [Fact]
    public void The_description_shows_old_and_new() => Assert.Equal(
        "Change micro service shop/web\n  image  shop/web:v1.0 -> shop/web:v2.0\n"
        + "  cause  (none) -> image shop/web:v2.0, run 7",
        Plan(Image("shop/web:v2.0") with { Run = new PipelineRun("7", null, null, null) }, json =>
            json["metadata"]!["annotations"] = new JsonObject { ["azure-pipelines/run"] = "7" }).Description);

    private static ServiceChange Image(string image, string? container = null) =>
        new(ImageReference.Parse(image), container, null, null);

    private static ServiceChangePlan Plan(ServiceChange wanted, Action<JsonNode>? change = null) =>
        ServiceChangePlanner.Plan(DeploymentJson.With(change ?? (_ => { })), wanted);

    private static void AssertPatch(string expected, ServiceChangePlan plan) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(plan.Patch.ToString())), plan.Patch.ToString());
}

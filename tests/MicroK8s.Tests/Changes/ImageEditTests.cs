using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Tests.Services.Spec;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

public sealed class ImageEditTests
{
    private const string PodVersion = "replace /spec/template/metadata/labels/version";

    private static readonly KubeObject Two = DeploymentJson.With(json =>
    {
        json["spec"]!["template"]!["spec"]!["containers"] =
            JsonNode.Parse("""[ { "name": "proxy", "image": "p:1" }, { "name": "web", "image": "web:v1.0" } ]""");
        json["spec"]!["template"]!["spec"]!["initContainers"] =
            JsonNode.Parse("""[ { "name": "init", "image": "i:1" } ]""");
        json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
    });

    [Fact]
    public void Version_labels_follow_the_image_where_they_are()
    {
        KubeObject workload = DeploymentJson.With(json =>
        {
            json["metadata"]!["labels"]!["app.kubernetes.io/version"] = "v1.0";
            json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
        });
        Assert.Equal(
            $"""
            replace /metadata/labels/app.kubernetes.io~1version "v2.0"
            {PodVersion} "v2.0"
            replace /spec/template/spec/containers/0/image "shop/web:v2.0"
            """,
            Plan(workload, Wish(("Image", "shop/web:v2.0"))).Operations());
    }

    [Fact]
    public void A_label_that_selects_the_pods_is_never_touched()
    {
        KubeObject workload = DeploymentJson.With(json =>
        {
            json["spec"]!["selector"]!["matchLabels"]!["version"] = "v1.0";
            json["spec"]!["template"]!["metadata"]!["labels"]!["version"] = "v1.0";
        });
        string operations = Plan(workload, Wish(("Image", "shop/web:v2.0"))).Operations();
        Assert.DoesNotContain("labels", operations, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_so_already_changes_nothing() =>
        Assert.True(Plan(DeploymentJson.With(_ => { }), Wish(("Image", "shop/web:v1.0"), ("Replicas", 3))).IsEmpty);

    [Fact]
    public void Several_containers_need_a_name_and_only_the_main_one_is_the_version()
    {
        var exception = Assert.Throws<ClusterException>(() => Plan(Two, Wish(("Image", "shop/web:v2.0"))));
        Assert.Contains("proxy, web", exception.Message, StringComparison.Ordinal);
        Assert.Contains(PodVersion, Plan(Two, Wish("web", ("Image", "web:v2.0"))).Operations(), StringComparison.Ordinal);
        Assert.Equal(
            "replace /spec/template/spec/containers/0/image \"p:2\"",
            Plan(Two, Wish("proxy", ("Image", "p:2"))).Operations());
        InvalidSpec.Throws(
            "Container", "which has proxy, web", () => Plan(Two, Wish("nope", ("Image", "p:2"))));
    }

    [Fact]
    public void Several_images_change_at_once_also_of_init_containers()
    {
        string operations = Plan(Two, Wish(("Image", Pairs(("proxy", "p:2"), ("init", "i:2"))))).Operations();
        Assert.Equal(
            "replace /spec/template/spec/containers/0/image \"p:2\"\n"
            + "replace /spec/template/spec/initContainers/0/image \"i:2\"",
            operations);
    }
}

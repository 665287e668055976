using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

/// <summary>What the stable Deployment gets of the canary's when it is promoted.</summary>
public sealed class CanaryTemplateTests
{
    private const string StableLabels = """{"app":"web","track":"stable","version":"v1.0","team":"red"}""";
    private const string CanaryLabels =
        """{"app":"web","track":"canary","version":"v2.0","app.kubernetes.io/version":"v2.0","team":"red"}""";

    [Fact]
    public void Everything_of_the_pod_template_is_taken_but_the_track_and_labels_that_only_a_canary_has()
    {
        JsonObject made = CanaryTemplate.Promote(Stable(), Canary(), run: null);
        Assert.Equal(
            """
            {"metadata":{"labels":{"app":"web","track":"stable","version":"v2.0","team":"red"},"annotations":{"a":"c"}},
            "spec":{"containers":[{"name":"web","image":"shop/web:v2.0","x-new":[1,2.50]}],"x-pod":{"deep":null}}}
            """.ReplaceLineEndings(""),
            made["spec"]!["template"]!.ToJsonString());
        Assert.Equal("v2.0", (string?)made["metadata"]!["labels"]!["version"]);
        Assert.Equal(
            "promoted canary, image shop/web:v2.0", (string?)made["metadata"]!["annotations"]![ServiceLabels.ChangeCause]);
    }

    [Fact]
    public void All_else_of_the_stable_Deployment_stays()
    {
        JsonObject before = Stable().ToNode();
        JsonObject made = CanaryTemplate.Promote(Stable(), Canary(), run: null);
        made["spec"]!["template"] = before["spec"]!["template"]!.DeepClone();
        made["metadata"]!["labels"]!["version"] = "v1.0";
        made["metadata"]!.AsObject().Remove("annotations");
        Assert.True(JsonNode.DeepEquals(before, made), made.ToJsonString());
    }

    [Fact]
    public void The_same_template_is_no_change()
    {
        KubeObject done = KubeObject.Parse(CanaryTemplate.Promote(Stable(), Canary(), run: null).ToJsonString());
        Assert.Equal(done.ToNode().ToJsonString(), CanaryTemplate.Promote(done, Canary(), run: null).ToJsonString());
    }

    [Theory]
    [InlineData("""{"version":"v1.0"}""", "version", "v1.0")]
    [InlineData("""{"team":"red"}""", "team", "red")]
    [InlineData("""{"app":"web","track":"stable"}""", "version", "v2.0")]
    public void What_the_Deployment_selects_by_cannot_change_and_stays(string selector, string label, string value)
    {
        JsonNode made = CanaryTemplate.Promote(Stable(selector), Canary(team: "blue"), run: null);
        Assert.Equal(value, (string?)made["spec"]!["template"]!["metadata"]!["labels"]![label]);
    }

    [Fact]
    public void A_canary_that_others_made_gets_what_the_Deployment_selects_by()
    {
        KubeObject bare = ObjectBuilder.Deployment("web-canary", "shop/web:v2.0").Shown("2").Object();
        JsonNode made = CanaryTemplate.Promote(Stable("""{"app":"web","track":"stable"}"""), bare, run: null);
        Assert.Equal(
            """{"app":"web","track":"stable"}""", made["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString());
    }

    [Fact]
    public void In_a_pipeline_the_run_is_told()
    {
        JsonNode made = CanaryTemplate.Promote(Stable(), Canary(), new PipelineRun("42", "shop-ci", "Ann", null));
        JsonNode annotations = made["metadata"]!["annotations"]!;
        Assert.Equal(
            "promoted canary, image shop/web:v2.0, run 42 of shop-ci for Ann", (string?)annotations[ServiceLabels.ChangeCause]);
        Assert.Equal("42", (string?)annotations["azure-pipelines/run"]);
    }

    [Theory]
    [InlineData("""{"track":"stable"}""", null)]
    [InlineData("""{"app":"web"}""", null)]
    [InlineData("""{"version":"v1.0"}""", "VirtualService shop/web, route 0, leads to old, which selects version=v1.0")]
    public void What_leads_to_the_stable_pods_has_to_lead_to_the_promoted_ones(string labels, string? refusal)
    {
        KubeObject[] read =
        [
            TrafficFixture.Service, TrafficFixture.Rule($$"""[{"name":"old","labels":{{labels}}}]"""),
            TrafficFixture.VirtualService("web", $"[{TrafficFixture.Route("old=90 canary=10")}]"),
        ];
        KubeObject promoted = KubeObject.Parse(CanaryTemplate.Promote(Stable(), Canary(), run: null).ToJsonString());
        void Check() => PromotionRules.RequireFollowed(Stable(), promoted, TrafficFixture.Read(read));
        if (refusal is null) Check();
        else Assert.StartsWith(refusal, Assert.Throws<ClusterException>(Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Service_that_selects_the_stable_version_is_told()
    {
        KubeObject front = ObjectBuilder.Service("web-v1").Shown("3").WithSpec("""{"selector":{"version":"v1.0"}}""").Object();
        KubeObject promoted = KubeObject.Parse(CanaryTemplate.Promote(Stable(), Canary(), run: null).ToJsonString());
        Assert.StartsWith(
            "Service shop/web-v1 selects version=v1.0", Assert.Throws<ClusterException>(
                () => PromotionRules.RequireFollowed(Stable(), promoted, TrafficFixture.Read([front]))).Message,
            StringComparison.Ordinal);
    }

    private static KubeObject Stable(string selector = """{"app":"web","track":"stable"}""") => KubeObject.Parse(
        $$$"""
        {"kind":"Deployment","metadata":{"name":"web","namespace":"shop","resourceVersion":"7","labels":{"version":"v1.0"}},
         "spec":{"replicas":3,"x-spec":{"y":1.50},"selector":{"matchLabels":{{{selector}}}},
         "template":{"metadata":{"labels":{{{StableLabels}}},"annotations":{"a":"b"}},
         "spec":{"containers":[{"name":"web","image":"shop/web:v1.0"}]} } } }
        """);

    private static KubeObject Canary(string team = "red") => KubeObject.Parse(
        $$$"""
        {"kind":"Deployment","metadata":{"name":"web-canary","namespace":"shop","labels":{"version":"v2.0"}},
         "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web","track":"canary"}},
         "template":{"metadata":{"labels":{{{CanaryLabels.Replace("red", team, StringComparison.Ordinal)}}},"annotations":{"a":"c"}},
         "spec":{"containers":[{"name":"web","image":"shop/web:v2.0","x-new":[1,2.50]}],"x-pod":{"deep":null} } } } }
        """);
}

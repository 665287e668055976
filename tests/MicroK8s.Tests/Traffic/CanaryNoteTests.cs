using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Traffic.Providers;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>What was changed for a canary is put back, and nothing of others with it.</summary>
public sealed class CanaryNoteTests
{
    private const string Route = "/spec/rules/0/backendRefs";

    private static readonly KubeObject Before = HttpRoute($"[{Rule("web", ""","name":"main" """)}]");

    /// <summary>The route as a canary leaves it, and what others make of it then.</summary>
    [Theory]
    [InlineData("", 0, null)]
    [InlineData("""[{"op":"replace","path":"/spec/rules/0/backendRefs/1/weight","value":40}]""", 0, null)]
    [InlineData("""[{"op":"add","path":"/spec/rules/0","value":OTHER}]""", 1, null)]
    [InlineData("""[{"op":"add","path":"/spec/rules/-","value":OTHER}]""", 0, null)]
    [InlineData("""[{"op":"add","path":"/spec/rules/0","value":OTHER},{"op":"add","path":"/spec/rules/0","value":OTHER}]""", 2, null)]
    [InlineData("""[{"op":"add","path":"/spec/rules/0/backendRefs/0/filters","value":[]}]""", 0, "was changed by someone else")]
    [InlineData("""[{"op":"add","path":"/spec/rules/0/backendRefs/-","value":{"name":"third","weight":1}}]""", 0, "was changed by someone else")]
    [InlineData("""[{"op":"replace","path":"/spec/rules/0/backendRefs/0/name","value":"mine"}]""", 0, "was changed by someone else")]
    [InlineData("""[{"op":"remove","path":"/spec/rules/0/backendRefs/1"}]""", 0, "was changed by someone else")]
    public void A_route_is_found_again_and_stays_where_it_is_not_as_it_was_made(string edit, int place, string? remains)
    {
        KubeObject made = ObjectsAfter.Patch(Before, Extended());
        string other = Rule("api", ""","name":"other","matches":[{"method":"GET"}]""");
        if (edit.Length > 0) made = Edited(made, edit.Replace("OTHER", other, StringComparison.Ordinal));
        var told = new List<string>();

        KubeObject after = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, Web, told));

        if (remains is null) Assert.Empty(told);
        else Assert.Contains(remains, Assert.Single(told), StringComparison.Ordinal);
        JsonArray wanted = made.ToNode()["spec"]!["rules"]!.AsArray();
        if (remains is null) wanted[place]!["backendRefs"] = Before.ToNode()["spec"]!["rules"]![0]!["backendRefs"]!.DeepClone();
        Assert.Equal(wanted.ToJsonString(), after.ToNode()["spec"]!["rules"]!.ToJsonString());
        Assert.False(CanaryNote.IsFor(after, Web));
    }

    [Fact]
    public void A_rule_of_others_that_looks_alike_is_not_taken_for_it()
    {
        KubeObject made = ObjectsAfter.Patch(Before, Extended());
        made = Edited(made, $$"""[{"op":"add","path":"/spec/rules/0","value":{{Rule("api")}}}]""");
        KubeObject after = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, Web, []));
        Assert.Equal(
            ["api", "web"], after.Json.Items("spec", "rules").SelectMany(rule => rule.Items("backendRefs"))
                .Select(backend => backend.Text("name")));
    }

    [Fact]
    public void Two_services_in_one_object_are_put_back_one_by_one()
    {
        KubeObject start = HttpRoute($"[{Rule("web")},{Rule("api", ""","matches":[{"method":"GET"}]""")}]");
        KubeObject made = ObjectsAfter.Patch(start, Extended(start));
        var api = Web with { Name = "api" };
        JsonPatch second = new JsonPatch(made).Replace("/spec/rules/1/backendRefs/0/name", "api-stable");
        CanaryNote.Add(second, made, api, ["/spec/rules/1/backendRefs"]);
        made = ObjectsAfter.Patch(made, second);
        Assert.True(CanaryNote.IsFor(made, Web) && CanaryNote.IsFor(made, api));

        made = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, Web, []));
        Assert.Equal((false, true), (CanaryNote.IsFor(made, Web), CanaryNote.IsFor(made, api)));
        made = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, api, []));
        Assert.Equal(start.ToNode()["spec"]!.ToJsonString(), made.ToNode()["spec"]!.ToJsonString());
    }

    [Fact]
    public void What_was_absent_is_absent_again()
    {
        KubeObject rule = ObjectBuilder.Of("DestinationRule", "web").Shown("1", "7").WithSpec("""{"host":"web"}""").Object();
        JsonPatch patch = new JsonPatch(rule).Add("/spec/subsets", JsonNode.Parse(TrafficFixture.Subsets));
        CanaryNote.Add(patch, rule, Web, ["/spec/subsets"]);
        KubeObject made = ObjectsAfter.Patch(rule, patch);
        KubeObject after = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, Web, []));
        Assert.Equal(rule.ToNode()["spec"]!.ToJsonString(), after.ToNode()["spec"]!.ToJsonString());
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"web":7}""")]
    [InlineData("""{"web":{"/spec/rules/0/backendRefs":3}}""")]
    [InlineData("""{"web":{"x":{},"":{"made":1}}}""")]
    public void A_note_that_somebody_broke_changes_nothing(string text)
    {
        KubeObject item = HttpRoute(
            $"[{Rule("web")}]", metadata: new JsonObject
            {
                ["annotations"] = new JsonObject { [CanaryNote.Annotation] = text },
            }.ToJsonString());
        KubeObject after = ObjectsAfter.Patch(item, CanaryNote.PutBack(item, Web, []));
        Assert.Equal(item.ToNode()["spec"]!.ToJsonString(), after.ToNode()["spec"]!.ToJsonString());
    }

    [Fact]
    public void A_canary_that_had_a_share_but_no_pods_does_not_get_it_back()
    {
        KubeObject start = HttpRoute($"[{Rule("web=80 web-canary=20")}]");
        JsonPatch patch = new JsonPatch(start).Replace($"{Route}/0/name", "web-stable")
            .Replace($"{Route}/0/weight", 100).Replace($"{Route}/1/weight", 0);
        CanaryNote.Add(patch, start, Web, [Route], keepsWeights: true);
        KubeObject made = ObjectsAfter.Patch(start, patch);
        KubeObject after = ObjectsAfter.Patch(made, CanaryNote.PutBack(made, Web, []));
        Assert.Equal(
            [("web", 100), ("web-canary", 0)], after.Json.Items("spec", "rules").Single().Items("backendRefs")
                .Select(backend => (backend.Text("name")!, backend.Count("weight"))));
    }

    private static JsonPatch Extended(KubeObject? from = null)
    {
        KubeObject start = from ?? Before;
        JsonPatch patch = new JsonPatch(start).Replace($"{Route}/0/name", "web-stable").Add($"{Route}/0/weight", 100)
            .Add($"{Route}/-", JsonNode.Parse("""{"name":"web-canary","port":80,"weight":0}"""));
        CanaryNote.Add(patch, start, Web, [Route]);
        return patch;
    }

    private static KubeObject Edited(KubeObject item, string patch) =>
        KubeObject.Parse(Properties.LiteralPatch.Apply(item.ToNode(), patch).ToJsonString());
}

using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>What goes with a canary, and what has to stay because somebody still needs it.</summary>
public sealed class CanaryWithdrawalTests
{
    private const string Made = """
        {"labels":{"microk8s-powershell/canary-of":"web","app.kubernetes.io/managed-by":"MicroK8s.PowerShell"}}
        """;

    private const string StableRoute = """[{"route":[{"destination":{"host":"web","subset":"stable"},"weight":100}]}]""";

    private static readonly KubeObject[] MadeServices =
        [Service("web"), Service("web-stable", "stable", Made), Service("web-canary", "canary", Made)];

    [Fact]
    public void Routes_go_before_what_they_lead_to()
    {
        IReadOnlyList<ObjectChange> changes = Plan(
            [OwnRule("web"), OwnSubsets(), With(Ingress("web-canary", "/=web-canary", "canary=true"), Made), .. MadeServices],
            out List<string> remains);
        Assert.Equal(
            [
                "remove VirtualService shop/web", "remove DestinationRule shop/web", "remove Ingress shop/web-canary",
                "remove Service shop/web-stable", "remove Service shop/web-canary",
            ],
            changes.Select(change => change.Title));
        Assert.Empty(remains);
    }

    [Theory]
    [InlineData("VirtualService", """ "http":[{"route":[{"destination":{"host":"web","subset":"canary"}}]}] """)]
    [InlineData("VirtualService", """ "tcp":[{"route":[{"destination":{"host":"web.shop.svc.cluster.local","subset":"stable"}}]}] """)]
    [InlineData("VirtualService", """ "http":[{"route":[{"destination":{"host":"api"}}],"mirror":{"host":"web","subset":"canary"}}] """)]
    public void Subsets_that_a_foreign_route_leads_to_stay(string kind, string spec)
    {
        KubeObject foreign = ObjectBuilder.Of(kind, "foreign").Shown("2", "7").WithSpec($$"""{"hosts":["edge"],{{spec}}}""").Object();
        IReadOnlyList<ObjectChange> changes = Plan([OwnRule("web"), OwnSubsets(), foreign], out List<string> remains);
        Assert.Equal(["remove VirtualService shop/web"], changes.Select(change => change.Title));
        Assert.Equal(
            "DestinationRule shop/web stays: VirtualService shop/foreign leads to its subsets.", Assert.Single(remains));
    }

    [Theory]
    [InlineData("""[{"route":[{"destination":{"host":"web","subset":"other"}}]}]""")]
    [InlineData("""[{"route":[{"destination":{"host":"api","subset":"canary"}}]}]""")]
    [InlineData("""[{"route":[{"destination":{"host":"web"}}]}]""")]
    public void Subsets_that_nobody_else_leads_to_go(string http)
    {
        IReadOnlyList<ObjectChange> changes = Plan(
            [OwnRule("web"), OwnSubsets(), TrafficFixture.VirtualService("foreign", http)], out List<string> remains);
        Assert.Contains("remove DestinationRule shop/web", changes.Select(change => change.Title));
        Assert.Empty(remains);
    }

    [Fact]
    public void Subsets_stay_that_an_own_route_leads_to_since_somebody_else_changed_it()
    {
        KubeObject before = TrafficFixture.VirtualService("web", """[{"route":[{"destination":{"host":"web"}}]}]""");
        KubeObject made = Noted(before, "/spec/http/0/route", JsonNode.Parse(
            """[{"destination":{"host":"web","subset":"stable"},"weight":100},{"destination":{"host":"web","subset":"canary"},"weight":0}]"""));
        KubeObject changed = Edit(made, """[{"op":"add","path":"/spec/http/0/route/0/headers","value":{}}]""");
        IReadOnlyList<ObjectChange> changes = Plan([changed, OwnSubsets()], out List<string> remains);
        Assert.Equal(["change VirtualService shop/web"], changes.Select(change => change.Title));
        Assert.Equal(2, remains.Count);
        Assert.Contains("DestinationRule shop/web stays: VirtualService shop/web", remains[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_for_a_wider_host_holds_again_when_the_own_one_goes()
    {
        KubeObject wide = ObjectBuilder.Of("DestinationRule", "wide").Shown("3", "7").WithSpec(
            $$"""{"host":"*.shop.svc.cluster.local","subsets":{{TrafficFixture.Subsets}}}""").Object();
        IReadOnlyList<ObjectChange> changes = Plan(
            [OwnSubsets(), wide, TrafficFixture.VirtualService("foreign", StableRoute)], out List<string> remains);
        Assert.Equal(["remove DestinationRule shop/web"], changes.Select(change => change.Title));
        Assert.Empty(remains);
    }

    [Fact]
    public void A_route_that_got_company_stays()
    {
        KubeObject more = Edit(OwnRule("web"), """[{"op":"add","path":"/spec/http/-","value":{"redirect":{"uri":"/"}}}]""");
        Assert.DoesNotContain(Plan([more, OwnSubsets()], out List<string> remains), change => change.Write is ObjectDeletion);
        Assert.Contains("VirtualService shop/web has other routes by now and stays.", remains);
        Assert.Contains(remains, text => text.StartsWith("DestinationRule shop/web stays", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ingress", "Ingress shop/foreign")]
    [InlineData("route", "HTTPRoute shop/foreign")]
    [InlineData("mirror", "HTTPRoute shop/foreign")]
    [InlineData("mesh", "VirtualService shop/foreign")]
    public void A_Service_that_a_foreign_route_leads_to_stays(string what, string user)
    {
        KubeObject foreign = what switch
        {
            "ingress" => Ingress("foreign", "/=web-canary"),
            "route" => HttpRoute($"[{Rule("web-canary")}]", "foreign"),
            "mirror" => HttpRoute(
                $"[{Rule("api", ""","filters":[{"requestMirror":{"backendRef":{"name":"web-canary","port":80}}}]""")}]", "foreign"),
            _ => TrafficFixture.VirtualService("foreign", """[{"route":[{"destination":{"host":"web-canary"}}]}]"""),
        };
        IReadOnlyList<ObjectChange> changes = Plan([foreign, .. MadeServices], out List<string> remains);
        Assert.Equal(["remove Service shop/web-stable"], changes.Select(change => change.Title));
        Assert.Equal($"Service shop/web-canary stays: {user} leads to it.", Assert.Single(remains));
    }

    [Fact]
    public void Services_stay_that_the_own_route_leads_to_since_somebody_else_changed_it()
    {
        KubeObject made = Noted(
            HttpRoute($"[{Rule("web")}]"), "/spec/rules/0/backendRefs",
            JsonNode.Parse(Rule("web-stable=100 web-canary=0"))!["backendRefs"]);
        KubeObject changed = Edit(
            made, """[{"op":"add","path":"/spec/rules/0/backendRefs/-","value":{"name":"third","port":80,"weight":5}}]""");
        Assert.Equal(
            ["change HTTPRoute shop/web"], Plan([changed, .. MadeServices], out List<string> remains).Select(change => change.Title));
        Assert.Equal(3, remains.Count);
    }

    [Fact]
    public void What_was_made_for_another_service_is_left_alone() => Assert.Empty(Plan(
        [
            .. MadeServices.Select(item => Edit(
                item, """[{"op":"add","path":"/metadata/labels","value":{"microk8s-powershell/canary-of":"api"}}]""")),
        ],
        out _));

    private static IReadOnlyList<ObjectChange> Plan(IReadOnlyList<KubeObject> objects, out List<string> remains)
    {
        remains = [];
        return CanaryWithdrawal.Plan(Web, Read(objects), remains);
    }

    private static KubeObject OwnRule(string name) => With(TrafficFixture.VirtualService(
        name, """[{"route":[{"destination":{"host":"web","subset":"stable"},"weight":100},{"destination":{"host":"web","subset":"canary"},"weight":0}]}]"""), Made);

    private static KubeObject OwnSubsets() => With(TrafficFixture.Rule(TrafficFixture.Subsets), Made);

    private static KubeObject Noted(KubeObject before, string path, JsonNode? made)
    {
        JsonPatch patch = new JsonPatch(before).Replace(path, made);
        CanaryNote.Add(patch, before, Web, [path]);
        return ObjectsAfter.Patch(before, patch);
    }

    private static KubeObject Edit(KubeObject item, string patch) =>
        KubeObject.Parse(Properties.LiteralPatch.Apply(item.ToNode(), patch).ToJsonString());

    /// <summary>The same object with more metadata.</summary>
    private static KubeObject With(KubeObject item, string metadata)
    {
        JsonObject json = item.ToNode();
        foreach ((string key, JsonNode? value) in JsonNode.Parse(metadata)!.AsObject()) json["metadata"]![key] = value?.DeepClone();
        return KubeObject.Parse(json.ToJsonString());
    }
}

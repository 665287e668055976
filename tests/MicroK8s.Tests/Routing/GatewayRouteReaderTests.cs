using MicroK8s.Resources;
using MicroK8s.Routing;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Routing;

public sealed class GatewayRouteReaderTests
{
    private const string Grant = """
        {"kind":"ReferenceGrant","metadata":{"name":"in","namespace":"api"},"spec":{
         "from":[{"group":"gateway.networking.k8s.io","kind":"HTTPRoute","namespace":"shop"}],
         "to":[{"group":"","kind":"Service"TO}]}}
        """;

    [Theory]
    [InlineData("a", "a 100%")]
    [InlineData("a=0", "a 0%")]
    [InlineData("a=7", "a 100%")]
    [InlineData("a b", "a 50%, b 50%")]
    [InlineData("a b=3", "a 25%, b 75%")]
    [InlineData("a=9 b=1", "a 90%, b 10%")]
    [InlineData("a=0 b", "a 0%, b 100%")]
    [InlineData("a=0 b=0", "a 0%, b 0%")]
    [InlineData("a=1 b=1 c=1", "a 34%, b 33%, c 33%")]
    public void An_omitted_weight_is_1_and_a_backend_alone_with_0_gets_nothing(string backends, string shares) =>
        Assert.Equal(shares, Shares(Only(HttpRoute($"[{Rule(backends)}]"))));

    [Fact]
    public void A_backend_of_another_kind_has_its_share_and_its_place()
    {
        TrafficRoute route = Only(HttpRoute(
            """[{"backendRefs":[{"group":"x","kind":"Import","name":"far","weight":50},{"name":"web","port":80,"weight":50}]}]"""));
        Assert.Equal("far 50%, web 50%", Shares(route));
        Assert.Equal(1, route.IndexOf(Web, "web"));
        Assert.Null(route.Backends[0].Pods);
        Assert.DoesNotContain(route.Backends, backend => backend.Is(Web, "far"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", true)]
    [InlineData(""","name":"orders" """, true)]
    [InlineData(""","name":"other" """, false)]
    public void A_backend_of_another_namespace_needs_a_grant_there(string? to, bool isGranted)
    {
        KubeObject[] grants = to is null ? [] : [KubeObject.Parse(Grant.Replace("TO", to, StringComparison.Ordinal))];
        Assert.Equal(isGranted, Far(Read([Far(), .. grants])).Refused is null);
    }

    [Theory]
    [InlineData(""" "group":"gateway.networking.k8s.io" """, """ "group":"x" """)]
    [InlineData(""" "namespace":"shop" """, """ "namespace":"other" """)]
    [InlineData(""" "kind":"HTTPRoute" """, """ "kind":"GRPCRoute" """)]
    [InlineData(""" "kind":"Service" """, """ "kind":"Secret" """)]
    [InlineData(""" "namespace":"api" """, """ "namespace":"shop" """)]
    public void A_grant_for_others_does_not_count(string part, string other)
    {
        string grant = Grant.Replace("TO", "", StringComparison.Ordinal);
        Assert.Contains(part.Trim(), grant, StringComparison.Ordinal);
        KubeObject given = KubeObject.Parse(grant.Replace(part.Trim(), other.Trim(), StringComparison.Ordinal));
        Assert.Contains("no ReferenceGrant of namespace api", Far(Read(Far(), given)).Refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ListReach.All, true)]
    [InlineData(ListReach.NotServed, true)]
    [InlineData(ListReach.OneNamespace, false)]
    [InlineData(ListReach.Nothing, false)]
    public void Grants_that_may_not_be_read_refuse_nothing(ListReach reach, bool isRefused)
    {
        KubeObject route = Far();
        var read = new RoutingObjects(
            type => type == ResourceTypes.HttpRoute ? [route] : [],
            type => type == ResourceTypes.ReferenceGrant ? reach : ListReach.All);
        Assert.Equal(isRefused, Far(read).Refused is not null);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"parents":[{"conditions":[{"type":"Accepted","status":"True"}]}]}""", null)]
    [InlineData(
        """{"parents":[{"conditions":[{"type":"Accepted","status":"False","reason":"NotAllowedByListeners"}]}]}""",
        "its Gateway does not accept it (NotAllowedByListeners)")]
    [InlineData(
        """{"parents":[{"conditions":[{"type":"Accepted","status":"False"}]},{"conditions":[{"type":"Accepted","status":"True"}]}]}""",
        null)]
    [InlineData("""{"parents":[{"conditions":[{"type":"ResolvedRefs","status":"False"}]}]}""", null)]
    public void A_route_that_no_Gateway_accepts_gets_no_requests(string status, string? why) =>
        Assert.Equal(why, Only(HttpRoute($"[{Rule("web")}]", status: status)).Unreachable);

    [Fact]
    public void A_route_without_parentRefs_gets_no_requests() => Assert.Contains(
        "no parentRefs", Only(HttpRoute($"[{Rule("web")}]", parents: "[]")).Unreachable, StringComparison.Ordinal);

    [Theory]
    [InlineData("", true, false)]
    [InlineData(""","matches":[{"path":{"type":"PathPrefix","value":"/"}}]""", true, false)]
    [InlineData(""","matches":[{"path":{"type":"PathPrefix","value":"/"},"method":"GET"}]""", false, false)]
    [InlineData(""","matches":[{"path":{"type":"Exact","value":"/"}}]""", false, false)]
    [InlineData(""","matches":[{"headers":[{"name":"x","value":"y"}]}]""", false, true)]
    [InlineData(""","matches":[{"queryParams":[{"name":"x","value":"y"}]}]""", false, false)]
    public void Matches_tell_which_requests_a_rule_takes(string matches, bool takesAll, bool byHeaders) => Assert.Equal(
        new RouteMatch(takesAll, byHeaders), Only(HttpRoute($"[{Rule("web", matches)}]")).Match);

    [Fact]
    public void A_mirror_is_no_backend()
    {
        TrafficRoute route = Only(HttpRoute(
            $"[{Rule("web", ""","filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"copy","port":80}}}]""")}]"));
        Assert.Equal("web 100%", Shares(route));
        Assert.Equal("copy", Assert.Single(route.Mirrors).Label);
    }

    [Fact]
    public void A_route_is_named_by_its_rule_else_by_its_place()
    {
        TrafficRoute[] routes =
            [.. new GatewayRouteReader().Routes(Read(HttpRoute($"[{Rule("web", ""","name":"main" """)},{Rule("web", ""","matches":[{"method":"GET"}]""")}]")))];
        Assert.Equal(["main", "1"], routes.Select(route => route.Label));
        Assert.Equal("HTTPRoute shop/web, rule main", routes[0].Title);
    }

    private static KubeObject Far() => HttpRoute("""[{"backendRefs":[{"name":"orders","namespace":"api","port":80}]}]""");

    private static RouteBackend Far(RoutingObjects read) =>
        new GatewayRouteReader().Routes(read).Single().Backends.Single();

    private static TrafficRoute Only(KubeObject route) => new GatewayRouteReader().Routes(Read(route)).Single();

    private static string Shares(TrafficRoute route) =>
        string.Join(", ", route.Backends.Select(backend => backend.Destination));
}

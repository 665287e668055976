using MicroK8s.Resources;
using MicroK8s.Routing;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Routing;

public sealed class NginxRouteReaderTests
{
    private const string Canary = "canary=true canary-weight=10";

    [Theory]
    [InlineData("/=web-canary", "shop.example", "Prefix", null)]
    [InlineData("/=web-canary", "SHOP.example", "Prefix", null)]
    [InlineData("/api=web-canary", "shop.example", "Prefix", "no other Ingress has this host and path")]
    [InlineData("/=web-canary", "other.example", "Prefix", "no other Ingress has this host and path")]
    [InlineData("/=web-canary", "shop.example", "Exact", "no other Ingress has this host and path")]
    [InlineData("/=web", "shop.example", "Prefix", "it leads to Service web as the main Ingress does")]
    public void A_canary_is_joined_by_host_path_and_type(string paths, string host, string type, string? why)
    {
        TrafficRoute route = Assert.Single(
            Routes(Ingress("web", "/=web"), Ingress("next", paths, Canary, host, type)));
        if (why is null) Assert.Null(route.Unreachable);
        else Assert.Contains(why, route.Unreachable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary=true", "web 100%, web-canary 0%")]
    [InlineData("canary=true canary-weight=0", "web 100%, web-canary 0%")]
    [InlineData("canary=true canary-weight=30", "web 70%, web-canary 30%")]
    [InlineData("canary=true canary-weight=30 canary-weight-total=300", "web 90%, web-canary 10%")]
    [InlineData("canary=true canary-weight=1000 canary-weight-total=1000", "web 0%, web-canary 100%")]
    [InlineData("canary=true canary-weight=400", "web 0%, web-canary 100%")]
    [InlineData("canary=true canary-weight=-3", "web 100%, web-canary 0%")]
    [InlineData("canary=true canary-weight=many", "web 100%, web-canary 0%")]
    [InlineData("canary=true canary-weight=5 canary-weight-total=10", "web 95%, web-canary 5%")]
    [InlineData("canary=true canary-weight=1 canary-weight-total=0", "web 99%, web-canary 1%")]
    public void A_weight_is_a_share_of_the_total(string annotations, string shares) => Assert.Equal(
        shares, Shares(Assert.Single(Routes(Ingress("web", "/=web"), Ingress("next", "/=web-canary", annotations)))));

    [Theory]
    [InlineData("canary-by-header=X-Beta", "header")]
    [InlineData("canary-by-cookie=beta", "cookie")]
    [InlineData("canary-by-cookie=beta canary-by-header=X-Beta", "header")]
    public void A_header_or_a_cookie_is_a_way_of_its_own(string annotations, string what)
    {
        TrafficRoute[] routes =
            Routes(Ingress("web", "/=web"), Ingress("next", "/=web-canary", $"{Canary} {annotations}"));
        Assert.Equal(["web 90%, web-canary 10%", "web-canary 100%"], routes.Select(Shares));
        Assert.Equal([false, true], routes.Select(route => route.Match.ByHeaders));
        Assert.Equal($"shop.example/#{what}", routes[1].Label);
        Assert.False(routes[0].IsSame(routes[1]));
    }

    [Fact]
    public void An_Ingress_that_is_no_canary_is_no_route() =>
        Assert.Empty(Routes(Ingress("web", "/=web"), Ingress("next", "/=web-canary", "canary=false canary-weight=10")));

    [Fact]
    public void Of_several_canaries_of_a_Service_the_oldest_gets_the_requests()
    {
        TrafficRoute[] routes = Routes(
            Ingress("web", "/=web"), Ingress("a", "/=new", Canary, created: "2026-01-02T00:00:00Z"),
            Ingress("b", "/=old", Canary, created: "2026-01-01T00:00:00Z"));
        Assert.Equal(
            [("b", null), ("a", "Ingress shop/b is the canary of Service web, which can have only one")],
            routes.Select(route => (route.Target.Name, route.Unreachable)));
    }

    [Fact]
    public void A_canary_of_several_paths_of_a_Service_is_one_route()
    {
        TrafficRoute[] routes = Routes(
            Ingress("web", "/=web /a=web /b=api"), Ingress("next", "/=web-canary /a=web-canary /b=web-canary", Canary));
        Assert.Equal(["web 90%, web-canary 10%", "api 90%, web-canary 10%"], routes.Select(Shares));
        Assert.Equal(["shop.example/", "shop.example/b"], routes.Select(route => route.Label));
    }

    [Fact]
    public void A_default_backend_is_joined_with_a_default_backend()
    {
        TrafficRoute route = Assert.Single(Routes(Default("web", "web", ""), Default("next", "web-canary", Canary)));
        Assert.Equal("web 90%, web-canary 10%", Shares(route));
        Assert.True(route.Match.TakesAll);
        Assert.Null(route.Unreachable);
    }

    [Fact]
    public void Without_a_main_Ingress_the_canary_is_the_only_backend() =>
        Assert.Equal(["web-canary"], Assert.Single(Routes(Ingress("next", "/=web-canary", Canary))).Backends.Select(one => one.Label));

    private static KubeObject Default(string name, string service, string annotations) => Ingress(
        name, "/x=x", annotations,
        spec: $$$"""{"rules":[],"defaultBackend":{"service":{"name":"{{{service}}}","port":{"number":80} } } }""");

    private static TrafficRoute[] Routes(params KubeObject[] ingresses) =>
        [.. new NginxRouteReader().Routes(Read(ingresses))];

    private static string Shares(TrafficRoute route) =>
        string.Join(", ", route.Backends.Select(backend => backend.Destination));
}

using MicroK8s.Addresses;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

/// <summary>What routes of every provider say, and what Get-MicroService makes of it.</summary>
public sealed class RouteReadersTests
{
    [Theory]
    [InlineData("web 90, web-canary 10", "base", "dr-other-ns")]
    [InlineData("web 0, web-canary 0", "base", "dr-wrong-ns")]
    [InlineData("pod 80, pod-canary 20", "base", "host-split")]
    [InlineData("web 90, web-canary 10", "base", "wildcard-dr")]
    [InlineData("web 0, web-canary 0", "base", "wildcard-dr", "wildcard-dr-hidden")]
    [InlineData("web 100, web-canary 0", "base", "subsets", "dead-route")]
    [InlineData("web 90, web-canary 10", "base", "httproute")]
    [InlineData("reviews-v1 90, reviews-v2 10", "bookinfo-names")]
    public void Each_workload_gets_what_the_rules_that_hold_give_it(string expected, params string[] files)
    {
        IReadOnlyList<KubeObject> all = RoutingCase.Read(files);
        var map = AddressMap.Of(type => all.Where(item => item.Kind == type.Kind));
        IEnumerable<string> shares = all.Where(item => item.Kind == "Deployment")
            .Select(workload => (workload.Name, Traffic: map.TrafficOf(workload)))
            .Where(workload => workload.Traffic.Count > 0)
            .Select(workload => $"{workload.Name} {workload.Traffic[0].Weight}");
        Assert.Equal(expected, string.Join(", ", shares));
    }

    [Fact]
    public void A_route_below_one_that_takes_every_request_is_out_of_reach()
    {
        TrafficRoute[] routes = [.. RouteReaders.Routes(RoutingCase.Objects("base", "subsets", "dead-route"))];
        Assert.Equal([null, "route 0 above it takes every request"], routes.Select(route => route.Unreachable));
        Assert.Equal("VirtualService case-app/web, route split", routes[1].Title);
    }

    [Theory]
    [InlineData("""{"uri":{"prefix":"/"}}""", true)]
    [InlineData("""{"name":"all"}""", true)]
    [InlineData("""{"uri":{"prefix":"/"},"headers":{"x":{"exact":"y"}}}""", false)]
    [InlineData("""{"uri":{"prefix":"/api"}}""", false)]
    [InlineData("""{"port":80}""", false)]
    public void A_match_that_leaves_no_request_out_takes_all(string match, bool takesAll)
    {
        KubeObject rule = KubeObject.Parse(
            $$$"""{"metadata":{"name":"a","namespace":"one"},"spec":{"hosts":["a"],"http":[{"match":[{{{match}}}]},{}],"tcp":[{}]}}""");
        IstioRouteJson[] routes = [.. IstioRouteJson.Of(rule)];
        Assert.Equal([null, takesAll ? "0" : null, null], routes.Select(route => route.Above));
        Assert.Equal(["0", "1", "tcp-0"], routes.Select(route => route.Label));
    }

    [Fact]
    public void Spare_backends_are_the_subsets_that_a_route_does_not_use()
    {
        TrafficRoute first = RouteReaders.Routes(RoutingCase.Objects("base", "subsets", "dead-route")).First();
        RouteBackend spare = Assert.Single(first.Spare);
        Assert.Equal(("canary", 0), (spare.Label, spare.Percent));
        Assert.True(spare.Pods!.Selects("case-app", new Dictionary<string, string> { ["app"] = "web", ["track"] = "canary" }));
    }
}

using MicroK8s.Errors;
using MicroK8s.Traffic;
using static MicroK8s.Tests.Traffic.TrafficFixture;

namespace MicroK8s.Tests.Traffic;

public sealed class RouteRulesTests
{
    private const string HeaderMatch = ""","match":[{"headers":{"x-canary":{"exact":"yes"}}}]""";

    private static readonly string[] Ready = ["stable", "canary", "third"];

    [Fact]
    public void A_header_route_to_the_canary_is_not_the_weighted_one()
    {
        WeightPlan plan = Plan(20, null, Route("canary", HeaderMatch), Route("stable=90 canary=10"));
        Assert.Equal("1", plan.Route);
    }

    [Fact]
    public void Several_routes_need_a_name()
    {
        string first = Route("stable=90 canary=10", ""","name":"api","match":[{"uri":{"prefix":"/api"}}]""");
        string second = Route("stable=90 canary=10");
        ClusterException refusal = Assert.Throws<ClusterException>(() => Plan(20, null, first, second));
        Assert.Equal(ClusterFault.AmbiguousRoute, refusal.Fault);
        Assert.Contains("VirtualService shop/web, route api; VirtualService shop/web, route 1", refusal.Message, StringComparison.Ordinal);

        Assert.Equal("api", Plan(20, "api", first, second).Route);
        Assert.Equal("1", Plan(20, "1", first, second).Route);
        Assert.StartsWith("spec.http[1]", Plan(20, "1", first, second).Fields[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("2")]
    public void A_route_that_is_not_there_is_refused_and_the_others_are_named(string route)
    {
        ClusterException refusal = Assert.Throws<ClusterException>(
            () => Plan(20, route, Route("stable=90 canary=10", ""","name":"api" """), Route("stable")));
        Assert.Equal(ClusterFault.RouteNotFound, refusal.Fault);
        Assert.Contains("VirtualService shop/web, route api", refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_service_in_two_objects_needs_the_object()
    {
        TrafficSnapshot state = State(
            [
                VirtualService("mesh", $"[{Route("stable=90 canary=10")}]"),
                VirtualService("gateway", $"[{Route("stable=90 canary=10")}]"),
            ], Subsets, Ready);
        var request = new WeightRequest("shop", "web", 20);
        Assert.Equal(
            ClusterFault.AmbiguousRoute, Assert.Throws<ClusterException>(() => WeightPlanner.Plan(request, state)).Fault);
        Assert.Equal("gateway", WeightPlanner.Plan(request with { RouteObject = "gateway" }, state).Target.Name);
        Assert.Equal(
            ClusterFault.RouteNotFound,
            Assert.Throws<ClusterException>(
                () => WeightPlanner.Plan(request with { RouteObject = "other" }, state)).Fault);
    }

    [Fact]
    public void Without_any_route_to_the_service_there_is_nothing_to_set()
    {
        TrafficSnapshot state = State("""[{"redirect":{"uri":"/"}},{"route":[{"destination":{"host":"web.other"}}]}]""");
        Assert.Equal(
            ClusterFault.RouteNotFound,
            Assert.Throws<ClusterException>(() => WeightPlanner.Plan(new WeightRequest("shop", "web", 20), state)).Fault);
    }

    [Theory]
    [InlineData("canary", HeaderMatch, "by a header or cookie match")]
    [InlineData("canary", ""","match":[{"headers":{"cookie":{"regex":"beta"}}}]""", "by a header or cookie match")]
    [InlineData("canary", ""","match":[{"uri":{"prefix":"/beta"}}]""", "by a match")]
    [InlineData("", ""","match":[{"uri":{"prefix":"/all"}}]""", "without a subset")]
    [InlineData("stable", ""","match":[{"uri":{"prefix":"/m"}}],"mirror":{"host":"web","subset":"canary"}""", "mirrors requests")]
    [InlineData("stable", ""","match":[{"uri":{"prefix":"/m"}}],"mirrors":[{"destination":{"host":"web","subset":"canary"}}]""", "mirrors requests")]
    public void At_weight_zero_other_ways_to_the_canary_are_told(string subset, string rest, string told)
    {
        WeightPlan plan = Plan(0, "1", Route(subset, rest), Route("stable=90 canary=10"));
        Assert.Contains(told, Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Empty(Plan(20, "1", Route(subset, rest), Route("stable=90 canary=10")).Warnings);
    }

    [Theory]
    [InlineData("canary", HeaderMatch, true)]
    [InlineData("canary", ""","match":[{"uri":{"prefix":"/beta"}}]""", false)]
    [InlineData("stable", HeaderMatch, false)]
    public void A_split_tells_whether_a_header_match_above_leads_to_the_canary(string subset, string rest, bool expected)
    {
        TrafficSplit[] splits = [.. TrafficReport.Of(
            State($"[{Route(subset, rest)},{Route("stable=3 canary=1")}]").Routes)];
        Assert.Equal(2, splits.Length);
        Assert.Equal(expected, splits[1].HeaderMatchesCanary);
        Assert.Equal(("1", "canary", 25, "stable"), (splits[1].Route, splits[1].CanarySubset, splits[1].CanaryWeight, splits[1].StableSubset));
    }

    [Fact]
    public void A_route_to_two_services_gives_two_splits()
    {
        string route = """{"route":[{"destination":{"host":"web","subset":"stable"},"weight":1},{"destination":{"host":"legacy.old"},"weight":3}]}""";
        TrafficSplit[] splits = [.. TrafficReport.Of(State($"[{route}]").Routes)];
        Assert.Equal(["web", "legacy.old"], splits.Select(split => split.Name));
        Assert.Equal((0, (int?)null), (splits[0].CanaryWeight, splits[1].CanaryWeight));
    }

    private static WeightPlan Plan(int weight, string? route, params string[] routes) => WeightPlanner.Plan(
        new WeightRequest("shop", "web", weight) { Route = route }, State($"[{string.Join(',', routes)}]", ready: Ready));
}

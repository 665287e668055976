using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Health;
using MicroK8s.Tests.Routing;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Services;

/// <summary>Who still sends requests here: the guards of removal and rollback on cases from the field.</summary>
public sealed class TrafficGuardTests
{
    [Theory]
    [InlineData("web-canary", "VirtualService case-ingress/shop-edge, route main (10%)",
        "Set-CanaryWeight web.case-app.svc.cluster.local -Namespace case-ingress -Weight 0.", "base", "dr-other-ns")]
    [InlineData("pod-canary", "VirtualService case-ops/pod, route primary (20%)",
        "Set-CanaryWeight pod-canary -Namespace case-ops -Weight 0.", "base", "host-split")]
    [InlineData("web-canary", "HTTPRoute case-app/web, rule 0 (10%)",
        "Set-CanaryWeight web-canary -Namespace case-app -Weight 0.", "base", "httproute")]
    [InlineData("reviews-v2", "VirtualService case-ops/reviews, route 0 (10%)",
        "Set-CanaryWeight reviews -Namespace case-ops -Weight 0 -Subset v2.", "bookinfo-names")]
    [InlineData("web", "VirtualService case-app/web, route main (90%)",
        "Set-CanaryWeight web -Namespace case-app -Weight 0 -Subset stable.", "base", "wildcard-dr")]
    public async Task A_workload_with_a_share_of_a_split_is_told_with_route_share_and_way_out(
        string name, string route, string advice, params string[] files)
    {
        using var session = new StubSession { Objects = [.. RoutingCase.Read(files)] };
        var notes = new List<string>();
        CanaryTrafficCheck? use = await CanaryTrafficCheck.FindAsync(session, Workload(session, name), notes, default);
        Assert.Contains(route, use?.Routes ?? "", StringComparison.Ordinal);
        Assert.Contains(advice, use?.Advice ?? "", StringComparison.Ordinal);
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("web-canary", "base")]
    [InlineData("web-canary", "base", "exportto-conflict")]
    [InlineData("web-canary", "base", "subsets", "dead-route")]
    public async Task Without_a_share_of_a_split_nothing_is_said(string name, params string[] files)
    {
        using var session = new StubSession { Objects = [.. RoutingCase.Read(files)] };
        Assert.Null(await CanaryTrafficCheck.FindAsync(session, Workload(session, name), [], default));
    }

    [Fact]
    public async Task What_may_not_be_read_is_noted()
    {
        using var session = new StubSession
        {
            Objects = [.. RoutingCase.Read("base", "dr-other-ns")], Forbidden = ResourceTypes.VirtualService,
        };
        var notes = new List<string>();
        Assert.Null(await CanaryTrafficCheck.FindAsync(session, Workload(session, "web-canary"), notes, default));
        Assert.StartsWith("Not all traffic rules could be read", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case-app", "web", "VirtualService case-ingress/shop-edge, route main: canary 10% → 0%", "base", "dr-other-ns")]
    [InlineData("case-ops", "pod", "VirtualService case-ops/pod, route primary: pod-canary 20% → 0%", "base", "host-split")]
    [InlineData("case-app", "web", "VirtualService case-app/web, route main: canary 10% → 0%", "base", "wildcard-dr")]
    public async Task A_rollback_takes_the_share_back_wherever_the_rule_is(
        string space, string service, string expected, params string[] files)
    {
        using var session = new StubSession { Objects = [.. RoutingCase.Read(files)] };
        CanaryTrafficPlan plan = await CanaryTraffic.PlanRouteToStableAsync(
            session, space, service, canaryGoes: false, false, default);
        WeightPlan share = Assert.Single(plan.Shares);
        Assert.Equal(expected, $"{share.Where}: {share.Shares[0]}");
        Assert.Empty(plan.OtherWays);
    }

    [Fact]
    public async Task A_share_of_a_gateway_is_taken_back_by_a_rollback()
    {
        using var session = new StubSession { Objects = [.. RoutingCase.Read("base", "httproute")] };
        CanaryTrafficPlan plan = await CanaryTraffic.PlanRouteToStableAsync(
            session, "case-app", "web", canaryGoes: false, false, default);
        Assert.Equal("HTTPRoute case-app/web, route 0", Assert.Single(plan.Shares).Where);
        Assert.Equal(["web-canary 10% → 0%", "web-stable 90% → 100%"], plan.Shares[0].Shares);
    }

    private static KubeObject Workload(StubSession session, string name) =>
        session.Objects.Single(item => item.Kind == "Deployment" && item.Name == name);
}

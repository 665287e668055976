using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Tests.Routing;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

/// <summary>Cases from the field, planned without a cluster; see <see cref="RoutingCase"/>.</summary>
public sealed class HostSplitTests
{
    [Theory]
    [InlineData("pod")]
    [InlineData("pod-primary")]
    [InlineData("pod-canary")]
    public void A_split_between_services_is_set_like_any_other(string service)
    {
        WeightPlan plan = Plan("case-ops", service, 30, "base", "host-split");
        Assert.Equal("pod-canary 20% → 30%, pod-primary 80% → 70%", string.Join(", ", plan.Shares));
        Assert.Equal(
            "spec.http[0].route[0].weight 80 → 70; spec.http[0].route[1].weight 20 → 30", string.Join("; ", plan.Fields));
        Assert.Equal(("pod-canary", null, 30), (plan.After.Canary, plan.After.CanarySubset, plan.After.CanaryWeight));
    }

    [Fact]
    public void A_split_between_services_is_one_split_named_by_the_service_that_the_canary_is_of()
    {
        TrafficSplit split = Assert.Single(TrafficReport.Of(
            TrafficProviders.RoutesIn(
                RoutingCase.Objects("base", "host-split"), "case-ops", provider: null)));
        Assert.Equal(("pod", "pod-canary", "pod-primary", 20, "Istio"),
            (split.Name, split.Canary, split.Stable, split.CanaryWeight, split.Provider));
    }

    [Fact]
    public void Subsets_of_another_namespace_are_those_that_the_gateway_sees()
    {
        WeightPlan plan = Plan("case-ingress", "web.case-app.svc.cluster.local", 30, "base", "dr-other-ns");
        Assert.Equal("canary 10% → 30%, stable 90% → 70%", string.Join(", ", plan.Shares));
    }

    [Theory]
    [InlineData(ClusterFault.SubsetNotFound, "base", "dr-wrong-ns")]
    [InlineData(ClusterFault.SubsetNotFound, "base", "wildcard-dr", "wildcard-dr-hidden")]
    [InlineData(ClusterFault.RouteUnreachable, "base", "subsets", "dead-route")]
    public void What_would_have_no_effect_is_refused(ClusterFault fault, params string[] files) => Assert.Equal(
        fault, Assert.Throws<ClusterException>(() => Plan("case-app", "web", 50, files)).Fault);

    [Fact]
    public void A_subset_of_a_wildcard_rule_is_found() =>
        Assert.Equal(50, Plan("case-app", "web", 50, "base", "wildcard-dr").After.CanaryWeight);

    [Fact]
    public void A_dead_route_can_be_written_by_force_and_is_warned_of()
    {
        WeightPlan plan = WeightPlanner.Plan(
            new WeightRequest("case-app", "web", 50) { IgnoreReadiness = true, IgnoreUnreachable = true },
            State("case-app", "web", "base", "subsets", "dead-route"));
        Assert.True(plan.HasChanges);
        Assert.Contains("route split, gets no requests", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    private static WeightPlan Plan(string space, string service, int weight, params string[] files) => WeightPlanner.Plan(
        new WeightRequest(space, service, weight) { IgnoreReadiness = true }, State(space, service, files));

    private static TrafficSnapshot State(string space, string service, params string[] files) => new(
        ServiceHost.Parse(service, space), space, TrafficProviders.RoutesIn(RoutingCase.Objects(files), space, provider: null));
}

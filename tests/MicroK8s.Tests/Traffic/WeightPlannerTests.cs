using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.TrafficFixture;

namespace MicroK8s.Tests.Traffic;

public sealed class WeightPlannerTests
{
    private static readonly string[] Ready = ["stable", "canary", "third"];

    [Theory]
    [InlineData("stable=90 canary=10", 50, "stable 50%, canary 50%")]
    [InlineData("stable=90 canary=10", 0, "stable 100%, canary 0%")]
    [InlineData("stable=90 canary=10", 100, "stable 0%, canary 100%")]
    [InlineData("canary=10 stable=90", 25, "canary 25%, stable 75%")]
    [InlineData("stable=2 canary=1", 33, "stable 67%, canary 33%")]
    [InlineData("stable", 20, "stable 80%, canary 20%")]
    [InlineData("canary", 20, "canary 20%, stable 80%")]
    [InlineData("stable=0 canary=0", 30, "stable 70%, canary 30%")]
    [InlineData("stable=0 canary=100", 30, "stable 70%, canary 30%")]
    [InlineData("stable canary=10", 30, "stable 70%, canary 30%")]
    public void What_is_written_has_a_total_of_100(string before, int weight, string after)
    {
        WeightPlan plan = Plan(Route(before), Request(weight));
        Assert.True(plan.HasChanges);
        Assert.Equal(after, string.Join(", ", plan.After.Destinations));
        Assert.Equal(weight, plan.After.CanaryWeight);
        Assert.Equal(100, plan.After.Destinations.Sum(destination => destination.RawWeight));
    }

    [Theory]
    [InlineData("stable=90 canary=10", 10)]
    [InlineData("stable=9 canary=1", 10)]
    [InlineData("stable=90 canary=0", 0)]
    [InlineData("stable", 0)]
    [InlineData("canary", 100)]
    [InlineData("stable=100 canary", 0)]
    public void The_same_share_is_no_change(string before, int weight)
    {
        WeightPlan plan = Plan(Route(before), Request(weight));
        Assert.False(plan.HasChanges);
        Assert.Equal(plan.Before, plan.After);
        Assert.Empty(plan.Fields);
    }

    [Fact]
    public void Every_replaced_weight_is_guarded_by_its_destination()
    {
        WeightPlan plan = Plan(Route("stable=90 canary=10"), Request(50));
        Assert.Equal(
            """
            [{"op":"replace","path":"/metadata/resourceVersion","value":"7"},
            {"op":"test","path":"/spec/http/0/route/0/destination/host","value":"web"},
            {"op":"test","path":"/spec/http/0/route/0/destination/subset","value":"stable"},
            {"op":"replace","path":"/spec/http/0/route/0/weight","value":50},
            {"op":"test","path":"/spec/http/0/route/1/destination/host","value":"web"},
            {"op":"test","path":"/spec/http/0/route/1/destination/subset","value":"canary"},
            {"op":"replace","path":"/spec/http/0/route/1/weight","value":50}]
            """.ReplaceLineEndings(""),
            PatchOf(plan));
        Assert.Equal("canary 10% → 50%, stable 90% → 50%", string.Join(", ", plan.Shares));
        Assert.Equal(
            "spec.http[0].route[0].weight 90 → 50; spec.http[0].route[1].weight 10 → 50", string.Join("; ", plan.Fields));
    }

    [Fact]
    public void A_canary_that_the_route_lacks_is_added_beside_stable()
    {
        string route = """{"route":[{"destination":{"host":"web.shop.svc.cluster.local","subset":"stable","port":{"number":80}}}]}""";
        WeightPlan plan = Plan(route, Request(20));
        Assert.EndsWith(
            """
            {"op":"add","path":"/spec/http/0/route/0/weight","value":80},{"op":"add","path":"/spec/http/0/route/-","value":
            {"destination":{"host":"web.shop.svc.cluster.local","subset":"canary","port":{"number":80}},"weight":20}}]
            """.ReplaceLineEndings(""),
            PatchOf(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Third_destinations_are_refused()
    {
        ClusterException refusal = Refusal(Route("stable=80 canary=10 third=10"), Request(50));
        Assert.Equal(ClusterFault.ThirdDestination, refusal.Fault);
        Assert.Contains("third 10%", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stable=80 canary=10 third=10", 50, "stable 44%, canary 50%, third 6%")]
    [InlineData("stable=60 canary=10 third=30", 10, null)]
    [InlineData("third=0 canary=100 stable=0", 40, "third 0%, canary 40%, stable 60%")]
    public void Rescaling_keeps_the_proportion_of_the_others(string before, int weight, string? after)
    {
        WeightPlan plan = Plan(Route(before), Request(weight) with { Rescale = true });
        Assert.Equal(after, plan.HasChanges ? string.Join(", ", plan.After.Destinations) : null);
    }

    [Theory]
    [InlineData("stable=90 canary=10", 20, "stable", "canary")]
    [InlineData("stable=90 canary=10", 5, "canary", "stable")]
    [InlineData("stable", 5, "stable", "canary")]
    public void A_subset_whose_share_rises_needs_a_ready_pod(string before, int weight, string ready, string wanting)
    {
        TrafficSnapshot state = State($"[{Route(before)}]", ready: ready);
        ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(weight), state));
        Assert.Equal(ClusterFault.SubsetNotReady, refusal.Fault);
        Assert.Contains(wanting, refusal.Message, StringComparison.Ordinal);
        Assert.True(WeightPlanner.Plan(Request(weight) with { IgnoreReadiness = true }, state).HasChanges);
    }

    [Fact]
    public void A_subset_whose_share_falls_needs_no_pod() =>
        Assert.True(WeightPlanner.Plan(Request(5), State($"[{Route("stable=90 canary=10")}]", ready: "stable")).HasChanges);

    [Fact]
    public void Without_a_service_nothing_is_ready()
    {
        TrafficSnapshot state = State(
            [VirtualService("web", $"[{Route("stable=90 canary=10")}]"), Rule(Subsets)], ready: []);
        ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(20), state));
        Assert.Equal(ClusterFault.SubsetNotReady, refusal.Fault);
        Assert.Contains("no Service shop/web", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_subset_that_no_rule_defines_gets_no_traffic_even_by_force(bool force)
    {
        TrafficSnapshot state = State(
            $"[{Route("stable=90 canary=10")}]", """[{"name":"stable","labels":{"track":"stable"}}]""", "", Ready);
        ClusterException refusal = Assert.Throws<ClusterException>(
            () => WeightPlanner.Plan(Request(20) with { IgnoreReadiness = force }, state));
        Assert.Equal(ClusterFault.SubsetNotFound, refusal.Fault);
        Assert.Equal("It has: stable.", refusal.Advice);

        // Away from the broken subset is always possible.
        Assert.True(WeightPlanner.Plan(Request(0), state).HasChanges);
    }

    [Fact]
    public void Subsets_that_tell_no_canary_must_be_named()
    {
        string subsets = """[{"name":"v1","labels":{"track":"stable2"}},{"name":"v2","labels":{"track":"third"}}]""";
        TrafficSnapshot state = State($"[{Route("v1=90 v2=10")}]", subsets, "", Ready);
        ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(20), state));
        Assert.Equal(ClusterFault.SubsetNotFound, refusal.Fault);
        Assert.Equal("Name one with -Subset: v1, v2.", refusal.Advice);

        WeightPlan plan = WeightPlanner.Plan(Request(20) with { Subset = "v2" }, state);
        Assert.Equal("v2 10% → 20%, v1 90% → 80%", string.Join(", ", plan.Shares));
    }

    [Theory]
    [InlineData(""","annotations":{"argo-rollouts.argoproj.io/managed-by-rollouts":"web"}""")]
    [InlineData(""","labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}""")]
    public void An_object_of_a_controller_is_left_alone(string metadata)
    {
        TrafficSnapshot state = State($"[{Route("stable=90 canary=10")}]", Subsets, metadata, Ready);
        ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(20), state));
        Assert.Equal(ClusterFault.OwnedByController, refusal.Fault);
        Assert.True(WeightPlanner.Plan(Request(20) with { IgnoreOwner = true }, state).HasChanges);
        Assert.False(WeightPlanner.Plan(Request(10), state).HasChanges);
    }

    [Fact]
    public void Argo_Rollouts_marks_only_the_DestinationRule_and_is_found_by_it()
    {
        KubeObject rule = KubeObject.Parse(
            $$$"""
            {"kind":"DestinationRule","metadata":{"name":"web","namespace":"shop",
             "annotations":{"argo-rollouts.argoproj.io/managed-by-rollouts":"web-rollout"}},
             "spec":{"host":"web","subsets":{{{Subsets}}} }}
            """);
        TrafficSnapshot owned = State([VirtualService("web", $"[{Route("stable=90 canary=10")}]"), rule, Service], Ready);
        ClusterException refusal = Assert.Throws<ClusterException>(() => WeightPlanner.Plan(Request(20), owned));
        Assert.Equal(ClusterFault.OwnedByController, refusal.Fault);
        Assert.Contains("Argo Rollouts (Rollout web-rollout)", refusal.Message, StringComparison.Ordinal);
        WeightPlan forced = WeightPlanner.Plan(Request(20) with { IgnoreOwner = true }, owned);
        Assert.Equal("Argo Rollouts (Rollout web-rollout)", forced.Before.Owner);
    }

    [Fact]
    public void A_subset_named_twice_is_refused() =>
        Assert.Equal(ClusterFault.InvalidSpec, Refusal(Route("stable=80 canary=10 canary=10"), Request(50)).Fault);

    private static WeightRequest Request(int weight) => new("shop", "web", weight);

    private static WeightPlan Plan(string route, WeightRequest request) =>
        WeightPlanner.Plan(request, State($"[{route}]", ready: Ready));

    private static ClusterException Refusal(string route, WeightRequest request) =>
        Assert.Throws<ClusterException>(() => Plan(route, request));

    private static string PatchOf(WeightPlan plan) => Assert.IsType<ObjectPatch>(Assert.Single(plan.Writes)).Patch.ToString();
}

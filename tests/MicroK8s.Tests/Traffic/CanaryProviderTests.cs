using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>Who shares the traffic of a new canary, and what is written for it.</summary>
public sealed class CanaryProviderTests
{
    private static readonly KubeObject Class = ObjectBuilder.Of("IngressClass", "nginx")
        .WithSpec("""{"controller":"k8s.io/ingress-nginx"}""").Object();

    private static readonly KubeObject Main = Ingress("web", "/=web", spec: """{"ingressClassName":"nginx"}""");
    private static readonly KubeObject Plain = HttpRoute($"[{Rule("web")}]");

    private static readonly KubeObject Mesh =
        TrafficFixture.VirtualService("web", """[{"route":[{"destination":{"host":"web"}}]}]""");

    [Theory]
    [InlineData("", false, "ReplicaRatio")]
    [InlineData("", true, "Istio")]
    [InlineData("route", false, "GatewayApi")]
    [InlineData("route", true, "GatewayApi")]
    [InlineData("main", false, "IngressNginx")]
    [InlineData("main", true, "Istio")]
    [InlineData("main route", false, "GatewayApi")]
    public void The_provider_of_a_route_is_taken_else_the_first_that_could_make_one(
        string objects, bool hasMesh, string provider) =>
        Assert.Equal(provider, CanaryPlanner.Plan(Request, State(objects, hasMesh)).Provider);

    [Fact]
    public void Routes_of_two_providers_need_the_provider()
    {
        ClusterException refusal =
            Assert.Throws<ClusterException>(() => CanaryPlanner.Plan(Request, State("mesh route", hasMesh: true)));
        Assert.Equal(ClusterFault.AmbiguousRoute, refusal.Fault);
        foreach (string provider in new[] { "Istio", "GatewayApi" })
        {
            CanarySnapshot state = State("mesh route", hasMesh: true, provider);
            Assert.Equal(provider, CanaryPlanner.Plan(Request with { Provider = provider }, state).Provider);
        }
    }

    [Theory]
    [InlineData("route", "ReplicaRatio", "Deployment shop/web-canary")]
    [InlineData(
        "route", "GatewayApi",
        "Service shop/web-stable, Service shop/web-canary, HTTPRoute shop/web, Deployment shop/web-canary")]
    [InlineData(
        "main route", "IngressNginx",
        "Service shop/web-stable, Service shop/web-canary, Ingress shop/web, Ingress shop/web-canary, Deployment shop/web-canary")]
    public void A_provider_that_is_asked_for_is_taken(string objects, string provider, string writes)
    {
        CanarySnapshot state = State(objects, hasMesh: false, provider);
        CanaryPlan plan = CanaryPlanner.Plan(Request with { Provider = provider }, state);
        Assert.Equal((provider, writes), (plan.Provider, string.Join(", ", plan.Changes.Select(change => change.Target))));
        Assert.Equal(
            provider, (string?)plan.Deployment.Manifest!["metadata"]!["annotations"]!["microk8s-powershell/traffic-provider"]);
    }

    [Theory]
    [InlineData("GatewayApi")]
    [InlineData("IngressNginx")]
    public void Without_a_route_of_it_a_provider_has_nothing_to_add_the_canary_to(string provider) => Assert.Equal(
        ClusterFault.RouteNotFound,
        Assert.Throws<ClusterException>(() => CanaryPlanner.Plan(
            Request with { Provider = provider }, State("", hasMesh: false, provider))).Fault);

    [Fact]
    public void Where_the_share_is_made_of_pods_the_canary_begins_without_any()
    {
        CanarySnapshot state = State("", hasMesh: false);
        Assert.Equal(0, (int)CanaryPlanner.Plan(Request, state).Deployment.Manifest!["spec"]!["replicas"]!);
        ClusterException refusal =
            Assert.Throws<ClusterException>(() => CanaryPlanner.Plan(Request with { Replicas = 2 }, state));
        Assert.Contains("does not apply", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>New-Canary that ended behind any of its writes is called again.</summary>
    [Theory]
    [InlineData("main", 1)]
    [InlineData("main", 2)]
    [InlineData("main", 3)]
    [InlineData("main", 4)]
    [InlineData("route", 1)]
    [InlineData("route", 2)]
    [InlineData("route", 3)]
    public void The_next_call_makes_what_an_earlier_one_did_not_come_to(string objects, int written)
    {
        CanaryPlan first = CanaryPlanner.Plan(Request, State(objects, hasMesh: false));
        KubeObject[] there = Objects(objects);
        foreach (var change in first.Changes.Take(written)) there = ObjectsAfter.Write(there, change.Write);
        CanaryPlan next = CanaryPlanner.Plan(Request, State(there, hasMesh: false));
        Assert.Equal(first.Provider, next.Provider);
        Assert.Equal(
            first.Changes.Skip(written).Select(change => change.Title), next.Changes.Select(change => change.Title));
        Assert.Equal((first.Route.RouteObject, first.Route.Label), (next.Route.RouteObject, next.Route.Label));
    }

    private static CanaryRequest Request { get; } = new("shop", "web", ImageReference.Parse("shop/web:v2.0"));

    private static KubeObject[] Objects(string words) =>
    [
        Service("web"), Class, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "main" => Main,
            "route" => Plain,
            _ => Mesh,
        }),
    ];

    private static CanarySnapshot State(string words, bool hasMesh, string? provider = null) =>
        State(Objects(words), hasMesh, provider);

    private static CanarySnapshot State(KubeObject[] all, bool hasMesh, string? provider = null)
    {
        KubeObject stable = ObjectBuilder.Deployment().Shown("1", "7").With(item =>
        {
            item.Template["metadata"]!["labels"]!["track"] = "stable";
            item.Spec["selector"]!["matchLabels"]!["track"] = "stable";
        }).Object();
        var read = new RoutingObjects(
            type => all.Where(item => item.Kind == type.Kind),
            type => hasMesh || type.Group != ResourceTypes.VirtualService.Group ? ListReach.All : ListReach.NotServed);
        var traffic = new TrafficSnapshot(Web, "shop", TrafficProviders.RoutesIn(read, "shop", provider));
        return new CanarySnapshot(stable, all[0], Canary: null, read, traffic);
    }
}

using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers.Replicas;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

public sealed class ReplicaRouteReaderTests
{
    [Theory]
    [InlineData(3, 3, 1, 1, "web 75%, web-canary 25%")]
    [InlineData(3, 1, 1, 1, "web 50%, web-canary 50%")]
    [InlineData(3, 3, 1, 0, "web 100%, web-canary 0%")]
    [InlineData(3, 0, 1, 1, "web 0%, web-canary 100%")]
    [InlineData(3, 0, 1, 0, "web 75%, web-canary 25%")]
    [InlineData(null, 0, null, 0, "web 50%, web-canary 50%")]
    [InlineData(0, 0, 0, 0, "web 0%, web-canary 0%")]
    public void Shares_are_those_of_ready_pods_and_until_there_are_any_of_wanted_ones(
        int? stable, int stableReady, int? canary, int canaryReady, string expected)
    {
        TrafficRoute route = Assert.Single(Routes(
            Deployment("stable", stable, stableReady), Deployment("canary", canary, canaryReady)));
        Assert.Equal(expected, string.Join(", ", route.Backends.Select(backend => backend.Destination)));
        Assert.Equal([stable ?? 1, canary ?? 1], route.Backends.Select(backend => backend.Counts));
        Assert.Equal("Deployment shop/web-canary", $"{route.Target}");
        Assert.Equal("Deployment shop/web-canary, Service web", route.Title);
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, "HorizontalPodAutoscaler shop/scale")]
    [InlineData(false, true, "HorizontalPodAutoscaler shop/scale")]
    public void An_autoscaler_of_either_side_is_the_owner(bool ofStable, bool ofCanary, string? owner)
    {
        string target = ofStable ? "web" : ofCanary ? "web-canary" : "other";
        KubeObject autoscaler = ObjectBuilder.Of("HorizontalPodAutoscaler", "scale").Shown("1").WithSpec(
            $$""" "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"{{target}}"} """).Object();
        Assert.Equal(
            owner, Assert.Single(Routes(Deployment("stable", 1, 1), Deployment("canary", 1, 1), autoscaler)).Owner);
    }

    [Theory]
    [InlineData("stable")]
    [InlineData("stable other")]
    [InlineData("canary")]
    [InlineData("canary canary")]
    public void Without_just_one_canary_beside_others_there_is_no_route(string tracks) => Assert.Empty(Routes(
        [.. tracks.Split(' ').Select((track, index) => Deployment(track, 1, 1, $"web{index}"))]));

    [Fact]
    public void The_name_tells_a_canary_too()
    {
        TrafficRoute route = Assert.Single(Routes(Deployment("b", 1, 1, "web-canary"), Deployment("a", 1, 1, "web")));
        Assert.Equal(["web", "web-canary"], route.Backends.Select(backend => backend.Label));
    }

    [Fact]
    public void A_Service_that_selects_nothing_or_another_namespace_shares_nothing()
    {
        KubeObject[] pods = [Deployment("stable", 1, 1), Deployment("canary", 1, 1)];
        KubeObject bare = ObjectBuilder.Service().Shown("1").WithSpec("{}").Object();
        KubeObject away = ObjectBuilder.Service().Shown("1").WithMetadata("\"namespace\":\"other\"")
            .WithSpec("""{"selector":{"app":"web"}}""").Object();
        Assert.Empty(new ReplicaRouteReader().Routes(Read([bare, away, .. pods])));
    }

    private static TrafficRoute[] Routes(params KubeObject[] objects) =>
        [.. new ReplicaRouteReader().Routes(Read([Service("web"), .. objects]))];
}

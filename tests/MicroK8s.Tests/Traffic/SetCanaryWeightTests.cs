using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;
using static MicroK8s.Tests.Traffic.TrafficFixture;

namespace MicroK8s.Tests.Traffic;

public sealed class SetCanaryWeightTests
{
    private const string Rich =
        """
        [{"name":"beta","match":[{"headers":{"cookie":{"regex":"^(.*?;)?(beta=1)(;.*)?$"}}}],
          "route":[{"destination":{"host":"web","subset":"canary"}}]},
         {"name":"api","match":[{"uri":{"prefix":"/api"},"x-unknown":{"a":[1,2.50,null,"ü"]}}],"timeout":"2s",
          "retries":{"attempts":3,"perTryTimeout":"0.5s"},"mirror":{"host":"web","subset":"third"},
          "mirrorPercentage":{"value":12.5},"headers":{"request":{"set":{"x-a":"b"}}},"futureField":{"deep":{"er":true}},
          "route":[{"destination":{"host":"web.$NS.svc.cluster.local","subset":"stable","port":{"number":80}},"weight":90,
            "headers":{"response":{"remove":["x-b"]}}},
           {"destination":{"host":"web","subset":"canary"},"weight":10,"extra":"kept"}]},
         {"route":[{"destination":{"host":"legacy"}}],"fault":{"delay":{"fixedDelay":"1s","percentage":{"value":0.1}}}}]
        """;

    [Fact]
    public async Task Only_the_two_weights_change_and_all_else_stays_as_it_was()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync(Rich, readyTracks: ["canary"]);
        JsonNode before = JsonNode.Parse((await SpecAsync(ns)))!;
        using Shell shell = Shell.Connected(ns.Name);

        TrafficSplit split = shell.Run("Set-CanaryWeight web 50 -PassThru").TheOne<TrafficSplit>();

        Assert.Equal(("web", "api", "canary", 50, true),
            (split.Name, split.Route, split.CanarySubset, split.CanaryWeight, split.HeaderMatchesCanary));
        before["http"]![1]!["route"]![0]!["weight"] = 50;
        before["http"]![1]!["route"]![1]!["weight"] = 50;
        Assert.Equal(before.ToJsonString(), await SpecAsync(ns));
    }

    [Fact]
    public async Task WhatIf_names_the_fields_and_writes_nothing()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        string before = (await ns.GetAsync(ResourceTypes.VirtualService, "web")).ResourceVersion;
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("Set-CanaryWeight web 50 -Force -WhatIf -PassThru").AssertNoErrors();

        Assert.Empty(result.Output);
        Assert.Contains("canary 10% → 50%, stable 90% → 50%", result.HostText, StringComparison.Ordinal);
        Assert.Contains("spec.http[0].route[1].weight 10 → 50", result.HostText, StringComparison.Ordinal);
        Assert.Equal(before, (await ns.GetAsync(ResourceTypes.VirtualService, "web")).ResourceVersion);
    }

    [Fact]
    public async Task The_weight_that_is_there_already_is_not_written_again()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=9 canary=1")}]");
        string before = (await ns.GetAsync(ResourceTypes.VirtualService, "web")).ResourceVersion;
        using Shell shell = Shell.Connected(ns.Name);

        TrafficSplit split = shell.Run("Set-CanaryWeight web 10 -PassThru").TheOne<TrafficSplit>();

        Assert.Equal(10, split.CanaryWeight);
        Assert.Equal(before, (await ns.GetAsync(ResourceTypes.VirtualService, "web")).ResourceVersion);
    }

    [Theory]
    [InlineData("Set-CanaryWeight web 50", "SubsetNotReady")]
    [InlineData("Set-CanaryWeight web 50 -Subset blue", "SubsetNotFound")]
    [InlineData("Set-CanaryWeight nothing 50", "RouteNotFound")]
    [InlineData("Set-CanaryWeight web 50 -RouteName nowhere", "RouteNotFound")]
    [InlineData("Set-CanaryWeight web 50 -RouteObject nowhere", "RouteNotFound")]
    [InlineData("Set-CanaryWeight web 50 -VirtualService nowhere", "RouteNotFound")]
    [InlineData("Set-CanaryWeight web 50 -Provider GatewayApi", "RouteNotFound")]
    [InlineData("Set-CanaryWeight web 50 -MaxReplicas 10", "InvalidSpec")]
    [InlineData("Set-CanaryWeight web 101", "ParameterArgumentValidationError")]
    public async Task A_refusal_has_its_own_id_and_changes_nothing(string command, string id)
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(command).AssertError(id);
        Assert.Equal("stable=90 canary=10", await TrafficScene.WeightsAsync(ns));
    }

    [Theory]
    [InlineData("stable=80 canary=10 third=10", "", "ThirdDestination", "-Rescale -Force", "stable=44 canary=50 third=6")]
    [InlineData(
        "stable=90 canary=10", ""","labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}""", "OwnedByController", "-Force",
        "stable=50 canary=50")]
    public async Task What_is_refused_can_be_insisted_on(
        string route, string metadata, string id, string insist, string after)
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route(route)}]", metadata, "canary");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Set-CanaryWeight web 50").AssertError(id);
        Assert.Equal(route, await TrafficScene.WeightsAsync(ns));
        shell.Run($"Set-CanaryWeight web 50 {insist}").AssertNoErrors();
        Assert.Equal(after, await TrafficScene.WeightsAsync(ns));
    }

    [Fact]
    public async Task Several_routes_are_refused_and_the_pipeline_names_the_one()
    {
        string routes = $"[{Route("stable=90 canary=10", ""","name":"api","match":[{"uri":{"prefix":"/api"}}]""")},{Route("stable=90 canary=10")}]";
        await using TestNamespace ns = await TrafficScene.CreateAsync(routes);
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Set-CanaryWeight web 0 -Force").AssertError("AmbiguousRoute");

        shell.Run("Get-CanaryWeight | Where-Object Route -eq 1 | Set-CanaryWeight -Weight 0 -Force").AssertNoErrors();

        Assert.Equal("stable=90 canary=10", await TrafficScene.WeightsAsync(ns));
        Assert.Equal("stable=100 canary=0", await TrafficScene.WeightsAsync(ns, route: 1));
        shell.Run("Get-CanaryWeight | Set-CanaryWeight -Weight 50 -Force").AssertError("AmbiguousRoute");
        Assert.Equal("stable=90 canary=10", await TrafficScene.WeightsAsync(ns));
    }

    [Fact]
    public async Task All_splits_of_a_service_together_mean_the_route_that_shares_its_traffic()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync(Rich);
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("Get-CanaryWeight web | Set-CanaryWeight -Weight 20 -Force -PassThru");

        Assert.Equal(20, result.AssertNoErrors().TheOne<TrafficSplit>().CanaryWeight);
        Assert.Contains("route beta, is left out", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("canary=", await TrafficScene.WeightsAsync(ns));
        Assert.Equal("stable=80 canary=20", await TrafficScene.WeightsAsync(ns, route: 1));
    }

    [Fact]
    public async Task At_weight_zero_a_match_that_still_reaches_the_canary_is_warned_of()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync(Rich, readyTracks: ["stable"]);
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult preview = shell.Run("Set-CanaryWeight web 0 -WhatIf").AssertNoErrors();
        EngineResult result = shell.Run("Set-CanaryWeight web 0").AssertNoErrors();
        Assert.Contains("route beta", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(result.Warnings, preview.Warnings);
        Assert.Equal("stable=100 canary=0", await TrafficScene.WeightsAsync(ns, route: 1));
    }

    [Fact]
    public async Task Names_complete_from_the_routes()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync(Rich);
        using Shell shell = Shell.Connected(ns.Name);
        Assert.Equal(["legacy", "web"], shell.Complete("Set-CanaryWeight -Name "));
        Assert.Equal(["canary", "stable"], shell.Complete("Set-CanaryWeight -Name web -Subset "));
        Assert.Equal(["api", "beta"], shell.Complete("Set-CanaryWeight -Name web -RouteName "));
        Assert.Equal(["web"], shell.Complete("Set-CanaryWeight -Name web -RouteObject "));
        Assert.Equal(["web"], shell.Complete("Set-CanaryWeight -Name web -VirtualService "));
    }

    private static async Task<string> SpecAsync(TestNamespace ns) =>
        JsonNode.Parse((await ns.GetAsync(ResourceTypes.VirtualService, "web")).Json.At("spec")!.Value.GetRawText())!
            .ToJsonString();
}

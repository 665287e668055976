using System.Management.Automation;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;
using static MicroK8s.Tests.Traffic.TrafficFixture;

namespace MicroK8s.Tests.Traffic;

public sealed class GetCanaryWeightTests
{
    [Fact]
    public async Task Every_route_of_every_service_is_reported_in_percent()
    {
        string legacy = """{"route":[{"destination":{"host":"legacy"}}]}""";
        await using TestNamespace ns = await TrafficScene.CreateAsync(
            $"[{Route("stable=3 canary=1", ""","name":"main" """)},{legacy}]");
        using Shell shell = Shell.Connected(ns.Name);

        IReadOnlyList<TrafficSplit> all = shell.Run("Get-CanaryWeight").AssertNoErrors().As<TrafficSplit>();
        Assert.Equal(["web", "legacy"], all.Select(split => split.Name));
        Assert.Equal(["stable 75%", "canary 25%"], all[0].Destinations.Select(destination => destination.ToString()));
        Assert.Equal([3, 1], all[0].Destinations.Select(destination => destination.RawWeight));
        Assert.Equal(["legacy 100%"], all[1].Destinations.Select(destination => destination.ToString()));

        TrafficSplit split = shell.Run("Get-CanaryWeight WE*").TheOne<TrafficSplit>();
        Assert.Equal((ns.Name, "web", "main", 25), (split.Namespace, split.RouteObject, split.Route, split.CanaryWeight));
        Assert.Equal(TestCluster.Context, split.Context);
    }

    [Fact]
    public async Task A_service_without_a_route_is_an_error_and_the_next_one_is_reported()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.Run("'nothing', 'web' | Get-CanaryWeight");
        result.AssertError("RouteNotFound");
        Assert.Equal("web", Assert.Single(result.As<TrafficSplit>()).Name);
        Assert.Empty(shell.Run("Get-CanaryWeight nothing*").AssertNoErrors().Output);
    }

    [Fact]
    public async Task Get_and_set_mean_the_same_service_by_every_name()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        using Shell shell = Shell.Connected(ns.Name);
        foreach (string name in (string[])["web", "WEB", $"web.{ns.Name}.svc.cluster.local"])
        {
            Assert.Equal("web", shell.Run("Get-CanaryWeight $args[0]", name).TheOne<TrafficSplit>().Name);
            Assert.Equal(
                "web",
                shell.Run("Set-CanaryWeight $args[0] -Weight 10 -PassThru", name).TheOne<TrafficSplit>().Name);
        }

        // To Istio this is a host outside of the cluster.
        foreach (string command in (string[])["Get-CanaryWeight $args[0]", "Set-CanaryWeight $args[0] -Weight 10"])
        {
            ErrorRecord error = shell.Run(command, $"web.{ns.Name}").AssertError("RouteNotFound");
            Assert.Contains("is web.", error.ErrorDetails?.RecommendedAction ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Missing_rights_are_named()
    {
        using var shell = new Shell();
        var error = shell.Run("Get-CanaryWeight -KubeConfig $args[0] -Namespace default", TestCluster.LimitedKubeConfig)
            .AssertError("AccessDenied");
        Assert.Contains("virtualservices", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_shows_canary_and_weight_in_one_line()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{Route("stable=90 canary=10")}]");
        using Shell shell = Shell.Connected(ns.Name);
        string table = shell.Show("Get-CanaryWeight");
        Assert.Matches(@"web +canary +10% +0 +stable 90%, canary 10%", table);
    }
}

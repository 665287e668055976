using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic.Policies;

namespace MicroK8s.Tests.Traffic.Policies;

/// <summary>The way to the cluster and back, with the published definitions of Istio and the Gateway API.</summary>
public sealed class TrafficPolicyCmdletTests
{
    private const string EverySetting =
        """
        Set-TrafficPolicy web -RequestTimeout 15s -RetryAttempts 2 -RetryTimeout 500ms -RetryOn 5xx, 503 -ConsecutiveErrors 3 `
            -ConsecutiveGatewayErrors 2 -OutlierInterval 10s -EjectionTime 30s -MaxEjectionPercent 50 -MinHealthPercent 10 `
            -MaxConnections 100 -ConnectTimeout 1s -MaxPendingRequests 10 -MaxRequests 20 -MaxRequestsPerConnection 5 `
            -MaxRetries 3 -IdleTimeout 60s -HashCookie session -LocalityFailover @{ 'eu-west' = 'eu-north' } `
            -TlsMode IstioMutual -FaultDelay 1s -FaultDelayPercent 5 -FaultAbort 503 -FaultAbortPercent 10 -PassThru
        """;

    [Fact]
    public async Task Every_setting_is_stored_and_removing_all_of_them_leaves_what_was_there()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{TrafficFixture.Route("stable=90 canary=10")}]");
        (string rule, string route) before = await SpecsAsync(ns);
        using Shell shell = Shell.Connected(ns.Name);

        TrafficPolicy policy = shell.Run(EverySetting).TheOne<TrafficPolicy>();

        Assert.Equal(
            (TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(500), "5xx,503", 3, 100, "cookie session", "IstioMutual", 503),
            (policy.RequestTimeout, policy.RetryTimeout, policy.RetryOn, policy.ConsecutiveErrors, policy.MaxConnections,
                policy.HashOn, policy.TlsMode, policy.FaultAbort));

        // Fields that a definition lacks are dropped by the server, and a read would not have them.
        Assert.Equal(25, policy.Settings.Count);
        shell.Run("Get-TrafficPolicy web | Where-Object { -not $_.Subset } | Remove-TrafficPolicy -Confirm:$false").AssertNoErrors();
        Assert.Equal(before, await SpecsAsync(ns));
    }

    [Fact]
    public async Task A_first_rule_and_route_are_made_and_go_with_the_policy()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("policy");
        await ns.CreateAsync(
            ResourceTypes.Service,
            """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}""");
        using Shell shell = Shell.Connected(ns.Name);
        const string Block =
            """
            Set-TrafficPolicy web -Policy @{
                outlierDetection = @{ consecutiveErrors = 5; interval = '30s' }
                http = @{ timeout = @{ requestTimeout = '15s'; idleTimeout = '60s' } } }
            """;

        Assert.Contains("timeout: 15s", shell.Run($"{Block} -WhatIf").AssertNoErrors().HostText, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.DestinationRule, "web"));
        shell.Run(Block).AssertNoErrors();
        KubeObject rule = await ns.GetAsync(ResourceTypes.DestinationRule, "web");
        Assert.Equal(5, rule.Json.Number("spec", "trafficPolicy", "outlierDetection", "consecutive5xxErrors"));
        Assert.Equal("60s", rule.Json.Text("spec", "trafficPolicy", "connectionPool", "http", "idleTimeout"));
        shell.Run("Set-TrafficPolicy web -Port 80 -MaxConnections 5").AssertNoErrors();
        shell.Run("Get-TrafficPolicy web | Remove-TrafficPolicy -Confirm:$false").AssertNoErrors();
        Assert.Null(await ns.FindAsync(ResourceTypes.DestinationRule, "web"));
        Assert.Null(await ns.FindAsync(ResourceTypes.VirtualService, "web"));
    }

    private static async Task<(string Rule, string Route)> SpecsAsync(TestNamespace ns) => (
        await SpecAsync(ns, ResourceTypes.DestinationRule), await SpecAsync(ns, ResourceTypes.VirtualService));

    private static async Task<string> SpecAsync(TestNamespace ns, ResourceType type)
    {
        KubeObject item = await ns.GetAsync(type, "web");
        return ((JsonNode)item.ToNode())["spec"]!.ToJsonString();
    }
}

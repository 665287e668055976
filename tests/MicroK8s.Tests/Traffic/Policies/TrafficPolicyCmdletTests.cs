using System.Management.Automation;
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

    [Fact]
    public async Task A_distribution_takes_the_place_of_a_failover_and_is_stored()
    {
        await using TestNamespace ns = await TrafficScene.CreateAsync($"[{TrafficFixture.Route("stable=90 canary=10")}]");
        (string rule, string _) before = await SpecsAsync(ns);
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("Set-TrafficPolicy web -LocalityFailover @{ 'eu-west' = 'eu-north' } -ConsecutiveErrors 3 -MaxEjectionPercent 50")
            .AssertNoErrors();

        TrafficPolicy policy = shell.Run(
            "Set-TrafficPolicy web -LocalityDistribution @{ 'eu-west/*' = @{ 'eu-west/*' = 80; 'eu-north/*' = 20 } } -PassThru")
            .TheOne<TrafficPolicy>();

        Assert.Equal(
            ("eu-west/*: eu-north/* 20%, eu-west/* 80%", null, 3),
            (policy.LocalityDistribution, policy.LocalityFailover, policy.ConsecutiveErrors));
        KubeObject rule = await ns.GetAsync(ResourceTypes.DestinationRule, "web");
        Assert.Equal(
            """{"distribute":[{"from":"eu-west/*","to":{"eu-north/*":20,"eu-west/*":80}}],"enabled":true}""",
            ((JsonNode)rule.ToNode())["spec"]!["trafficPolicy"]!["loadBalancer"]!["localityLbSetting"]!.ToJsonString());
        shell.Run("Remove-TrafficPolicy web -Setting LoadBalancer, Outlier -Confirm:$false").AssertNoErrors();
        Assert.Equal(before.rule, (await SpecsAsync(ns)).Rule);
    }

    [Fact]
    public async Task Timeouts_of_an_HTTPRoute_are_stored_and_removing_them_leaves_what_was_there()
    {
        await using TestNamespace ns = await GatewaySceneAsync();
        string before = await SpecAsync(ns, ResourceTypes.HttpRoute);
        using Shell shell = Shell.Connected(ns.Name);

        TrafficPolicy policy = shell.Run("Set-TrafficPolicy web -RequestTimeout 1m30s -RetryTimeout 500ms -PassThru")
            .TheOne<TrafficPolicy>();

        Assert.Equal(
            ("GatewayApi", "web", "0", TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(500)),
            (policy.Provider, policy.RouteObject, policy.RouteName, policy.RequestTimeout, policy.RetryTimeout));
        KubeObject route = await ns.GetAsync(ResourceTypes.HttpRoute, "web");
        Assert.Equal(
            """{"backendRequest":"500ms","request":"90s"}""",
            ((JsonNode)route.ToNode())["spec"]!["rules"]![0]!["timeouts"]!.ToJsonString());
        Assert.Null(await ns.FindAsync(ResourceTypes.VirtualService, "web"));
        shell.Run("Get-TrafficPolicy web | Remove-TrafficPolicy -Confirm:$false").AssertNoErrors();
        Assert.Equal(before, await SpecAsync(ns, ResourceTypes.HttpRoute));
    }

    [Fact]
    public async Task Retries_of_an_HTTPRoute_are_stored_where_its_definition_has_them_and_refused_elsewhere()
    {
        await using TestNamespace ns = await GatewaySceneAsync();
        string before = await SpecAsync(ns, ResourceTypes.HttpRoute);
        using Shell shell = Shell.Connected(ns.Name);

        EngineResult result = shell.Run("Set-TrafficPolicy web -RequestTimeout 15s -RetryAttempts 2 -RetryOn 503");

        // The standard channel has no retries, the experimental one has; the definitions of tests/cluster take any field.
        if (await HasRetriesAsync())
        {
            result.AssertNoErrors();
            KubeObject route = await ns.GetAsync(ResourceTypes.HttpRoute, "web");
            Assert.Equal(
                """{"attempts":2,"codes":[503]}""",
                ((JsonNode)route.ToNode())["spec"]!["rules"]![0]!["retry"]!.ToJsonString());
            shell.Run("Remove-TrafficPolicy web -Confirm:$false").AssertNoErrors();
        }
        else
        {
            ErrorRecord error = result.AssertError("InvalidSpec");
            Assert.Contains(
                "would not store spec.rules[0].retry of HTTPRoute", error.Exception.Message, StringComparison.Ordinal);
            Assert.Contains("httproutes.gateway.networking.k8s.io", error.Exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await SpecAsync(ns, ResourceTypes.HttpRoute));
    }

    [Fact]
    public async Task Tls_of_a_Gateway_is_stored_and_goes_without_a_trace()
    {
        await CustomKinds.EnsureAsync(ResourceTypes.BackendTlsPolicy, BackendTlsSchema);
        await using TestNamespace ns = await GatewaySceneAsync();
        using Shell shell = Shell.Connected(ns.Name);
        const string Set = "Set-TrafficPolicy web -Provider GatewayApi -TlsMode Simple -TlsHostname web.example -TlsCaConfigMap ca";

        Assert.Contains(
            "hostname: web.example", shell.Run($"{Set} -WhatIf").AssertNoErrors().HostText, StringComparison.Ordinal);
        Assert.Null(await ns.FindAsync(ResourceTypes.BackendTlsPolicy, "web"));
        EngineResult first = shell.Run($"{Set} -PassThru");

        TrafficPolicy policy = first.TheOne<TrafficPolicy>();
        Assert.Equal(
            ("GatewayApi", "Simple", "web.example", "ca", $"{ns.Name}/web"),
            (policy.Provider, policy.TlsMode, policy.TlsHostname, policy.TlsCaConfigMap, policy.BackendTlsPolicy));
        Assert.Contains("ConfigMap " + ns.Name + "/ca does not exist", Assert.Single(first.Warnings), StringComparison.Ordinal);
        shell.Run("Set-TrafficPolicy web -Provider GatewayApi -Port 443 -TlsMode Simple -TlsHostname port.example").AssertNoErrors();
        shell.Run("Set-TrafficPolicy web -Provider GatewayApi -TlsSystemCa -WarningAction SilentlyContinue").AssertNoErrors();
        Assert.Equal(
            """{"hostname":"web.example","wellKnownCACertificates":"System"}""", await ValidationAsync(ns, "web"));
        Assert.Equal(
            """{"hostname":"port.example","wellKnownCACertificates":"System"}""", await ValidationAsync(ns, "web-https"));
        Assert.Null(await ns.FindAsync(ResourceTypes.DestinationRule, "web"));
        Assert.Equal(
            [null, 443], shell.Run("Get-TrafficPolicy web").As<TrafficPolicy>().Select(one => one.Port));

        shell.Run("Get-TrafficPolicy web | Remove-TrafficPolicy -Confirm:$false").AssertNoErrors();
        Assert.Null(await ns.FindAsync(ResourceTypes.BackendTlsPolicy, "web"));
        Assert.Null(await ns.FindAsync(ResourceTypes.BackendTlsPolicy, "web-https"));
    }

    // The published definitions of the test cluster are without this kind, so this is one of our own, with the fields
    // and the types of Gateway API 1.4 that are written here.
    private const string BackendTlsSchema =
        """
        {"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["targetRefs","validation"],"properties":{
          "targetRefs":{"type":"array","minItems":1,"maxItems":16,"items":{"type":"object","required":["group","kind","name"],
            "properties":{"group":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"},"sectionName":{"type":"string"}}}},
          "validation":{"type":"object","required":["hostname"],"properties":{
            "hostname":{"type":"string","minLength":1},
            "wellKnownCACertificates":{"type":"string","enum":["System"]},
            "caCertificateRefs":{"type":"array","maxItems":8,"items":{"type":"object","required":["group","kind","name"],
              "properties":{"group":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"}}}}}}}}}}
        """;

    private static async Task<string> ValidationAsync(TestNamespace ns, string name)
    {
        KubeObject item = await ns.GetAsync(ResourceTypes.BackendTlsPolicy, name);
        return ((JsonNode)item.ToNode())["spec"]!["validation"]!.ToJsonString();
    }

    private static async Task<bool> HasRetriesAsync()
    {
        KubeObject definition = await TestCluster.Admin.Resources.GetAsync(
            new ResourceRef(ResourceTypes.CustomResourceDefinition, null, $"{ResourceTypes.HttpRoute}"), CancellationToken.None);
        JsonNode? rule = ((JsonNode)definition.ToNode())["spec"]!["versions"]!.AsArray()
            .First(version => (string?)version!["name"] == "v1")!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!["rules"]!["items"];
        return rule!["properties"]!["retry"] is not null || (bool?)rule["x-kubernetes-preserve-unknown-fields"] == true;
    }

    private static async Task<TestNamespace> GatewaySceneAsync()
    {
        TestNamespace ns = await TestNamespace.CreateAsync("policy");
        await ns.CreateAsync(
            ResourceTypes.Service,
            """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"name":"https","port":443}]}}""");
        await ns.CreateAsync(
            ResourceTypes.HttpRoute,
            """
            {"metadata":{"name":"web"},"spec":{"parentRefs":[{"name":"edge"}],"rules":[
              {"matches":[{"path":{"type":"PathPrefix","value":"/api"}}],"backendRefs":[{"name":"web","port":443,"weight":1}]}]}}
            """);
        return ns;
    }

    private static async Task<(string Rule, string Route)> SpecsAsync(TestNamespace ns) => (
        await SpecAsync(ns, ResourceTypes.DestinationRule), await SpecAsync(ns, ResourceTypes.VirtualService));

    private static async Task<string> SpecAsync(TestNamespace ns, ResourceType type)
    {
        KubeObject item = await ns.GetAsync(type, "web");
        return ((JsonNode)item.ToNode())["spec"]!.ToJsonString();
    }
}

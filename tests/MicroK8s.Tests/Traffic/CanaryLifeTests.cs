using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

/// <summary>
/// A canary from its beginning to its end on the real API server, which checks all that is written by the published
/// definitions, on objects that have more than a canary needs.
/// </summary>
public sealed class CanaryLifeTests
{
    private const string Mesh = """
        {"metadata":{"name":"edge","annotations":{"team/owner":"red"}},"spec":{"hosts":["web"],"http":[
         {"match":[{"uri":{"exact":"/old"}}],"redirect":{"uri":"/new"}},
         {"name":"main","timeout":"3s","retries":{"attempts":2,"perTryTimeout":"1s"},"route":[{"destination":{"host":"web","port":{"number":80}}}],
          "mirror":{"host":"copy"},"mirrorPercentage":{"value":1.5}}]}}
        """;

    private const string Subsets = """
        {"metadata":{"name":"policy"},"spec":{"host":"web","trafficPolicy":{"loadBalancer":{"simple":"RANDOM"}},
         "subsets":[{"name":"v1","labels":{"track":"stable"},"trafficPolicy":{"tls":{"mode":"DISABLE"}}}]}}
        """;

    private const string Gateway = """
        {"metadata":{"name":"edge"},"spec":{"parentRefs":[{"name":"edge","sectionName":"http"}],"hostnames":["shop.example"],"rules":[
         {"matches":[{"path":{"type":"PathPrefix","value":"/api"}}],"backendRefs":[{"name":"api","port":80}]},
         {"matches":[{"headers":[{"name":"x-a","value":"b"}]},{"path":{"type":"PathPrefix","value":"/"}}],
          "filters":[{"type":"RequestHeaderModifier","requestHeaderModifier":{"add":[{"name":"x","value":"y"}]}}],
          "backendRefs":[{"name":"web","port":80}]}]}}
        """;

    private const string Main = """
        {"metadata":{"name":"edge","annotations":{"nginx.ingress.kubernetes.io/ssl-redirect":"false"}},"spec":{"ingressClassName":"nginx",
         "tls":[{"hosts":["shop.example"],"secretName":"tls"}],"rules":[{"host":"shop.example","http":{"paths":[
          {"path":"/api","pathType":"Prefix","backend":{"service":{"name":"api","port":{"number":80}}}},
          {"path":"/","pathType":"Prefix","backend":{"service":{"name":"web","port":{"name":"http"}}}}]}}]}}
        """;

    [Theory]
    [InlineData("Istio")]
    [InlineData("GatewayApi")]
    [InlineData("IngressNginx")]
    public async Task Everything_is_accepted_and_in_the_end_as_before(string provider)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("life");
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService web shop/web:v1.0 -Port http:80:8080 -ReadinessProbe '/ready:8080' -Wait -Timeout 240")
            .AssertNoErrors();
        (ResourceType Type, string Json)[] objects = provider switch
        {
            "Istio" => [(ResourceTypes.VirtualService, Mesh), (ResourceTypes.DestinationRule, Subsets)],
            "GatewayApi" => [(ResourceTypes.HttpRoute, Gateway)],
            _ => [(ResourceTypes.Ingress, Main)],
        };
        foreach ((ResourceType type, string json) in objects) await ns.CreateAsync(type, json);
        string before = await ObjectsAsync(ns);

        TrafficSplit split = shell.Run($"New-Canary web shop/web:v2.0 -Provider {provider} -Weight 20 -Timeout 240")
            .TheOne<TrafficSplit>();
        Assert.Equal((20, provider), (split.CanaryWeight, split.Provider));
        Assert.Equal(50, shell.Run("Set-CanaryWeight web 50 -PassThru").TheOne<TrafficSplit>().CanaryWeight);
        Assert.Equal(50, shell.Run("Get-CanaryWeight web").TheOne<TrafficSplit>().CanaryWeight);
        TrafficSplit matched = shell.Run("Set-CanaryWeight web 0 -MatchHeader X-Beta=yes -PassThru").TheOne<TrafficSplit>();
        Assert.Equal((0, true), (matched.CanaryWeight, matched.HeaderMatchesCanary));
        Assert.Contains(
            shell.Run("Get-CanaryWeight web").AssertNoErrors().Every<TrafficSplit>(),
            one => one is { CanaryWeight: 0, HeaderMatchesCanary: true });
        Assert.NotEqual(before, await ObjectsAsync(ns));

        Assert.Empty(shell.Run("Remove-Canary web -Confirm:$false").AssertNoErrors().Warnings);
        Assert.Equal(before, await ObjectsAsync(ns));
        Assert.Single(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Single(await ns.ListAsync(ResourceTypes.Service));

        shell.Run($"New-Canary web shop/web:v2.0 -Provider {provider} -Weight 20 -Timeout 240").AssertNoErrors();
        Assert.Empty(shell.Run("Complete-Canary web").AssertNoErrors().Warnings);
        Assert.Equal(before, await ObjectsAsync(ns));
        KubeObject stable = Assert.Single(await ns.ListAsync(ResourceTypes.Deployment));
        Assert.Equal("shop/web:v2.0", stable.Json.Items("spec", "template", "spec", "containers").Single().Text("image"));
    }

    /// <summary>Metadata that people write, and specs, of all traffic rules.</summary>
    private static async Task<string> ObjectsAsync(TestNamespace ns)
    {
        var parts = new List<string>();
        foreach (ResourceType type in new[]
            { ResourceTypes.VirtualService, ResourceTypes.DestinationRule, ResourceTypes.HttpRoute, ResourceTypes.Ingress })
        {
            foreach (KubeObject item in await ns.ListAsync(type))
            {
                JsonObject json = item.ToNode();
                parts.Add($"{item}: {json["metadata"]!["annotations"]?.ToJsonString()} {json["spec"]!.ToJsonString()}");
            }
        }

        return string.Join('\n', parts);
    }
}

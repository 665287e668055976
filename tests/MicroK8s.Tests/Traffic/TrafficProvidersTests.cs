using MicroK8s.Resources;
using MicroK8s.Tests.Engine;
using MicroK8s.Traffic;
using MicroK8s.Traffic.Providers;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic;

/// <summary>Which routes of a namespace count.</summary>
public sealed class TrafficProvidersTests
{
    private const string ByPods = $$$"""{"annotations":{"{{{OwnMetadata.Provider}}}":"ReplicaRatio"}}""";

    [Theory]
    [InlineData("", null, "ReplicaRatio")]
    [InlineData("HTTPRoute web-stable web-canary", null, "GatewayApi")]
    [InlineData("HTTPRoute web", null, "GatewayApi")]
    [InlineData("HTTPRoute api", null, "GatewayApi ReplicaRatio")]
    [InlineData("HTTPRoute web", ByPods, "GatewayApi ReplicaRatio")]
    [InlineData("Ingress web", null, "ReplicaRatio")]
    [InlineData("Ingress web-canary", null, "IngressNginx")]
    [InlineData("VirtualService web", null, "Istio")]
    [InlineData("VirtualService api", null, "Istio ReplicaRatio")]
    public void Pods_share_the_requests_only_where_no_route_does_or_the_canary_was_made_so(
        string route, string? made, string providers) =>
        Assert.Equal(providers.Split(' '), Routes(route, made, provider: null));

    [Theory]
    [InlineData("ReplicaRatio", "ReplicaRatio")]
    [InlineData("GatewayApi", "GatewayApi")]
    [InlineData("gatewayapi", "GatewayApi")]
    [InlineData("Istio", "")]
    public void A_provider_that_is_asked_for_is_the_only_one(string provider, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Routes("HTTPRoute web", made: null, provider));

    [Fact]
    public void Routes_of_other_namespaces_are_left_out() => Assert.Empty(TrafficProviders.RoutesIn(
        Read(HttpRoute($"[{Rule("web")}]")), "other", provider: null));

    [Fact]
    public void Every_provider_is_found_by_its_name() => Assert.Equal(
        ["Istio", "GatewayApi", "IngressNginx", "ReplicaRatio"], TrafficProviders.Names);

    private static string[] Routes(string route, string? made, string? provider)
    {
        KubeObject[] pods = [Service("web"), Deployment("stable", 1, 1), Deployment("canary", 1, 1, metadata: made ?? "{}")];
        string[] words = route.Split(' ');
        KubeObject[] routes = words[0] switch
        {
            "HTTPRoute" => [HttpRoute($"[{Rule(string.Join(' ', words[1..]))}]")],
            "Ingress" when words[1] == "web" => [Ingress("web", "/=web")],
            "Ingress" => [Ingress("web", "/=web"), Ingress("web-canary", "/=web-canary", "canary=true")],
            "VirtualService" =>
                [TrafficFixture.VirtualService("rule", $$$"""[{"route":[{"destination":{"host":"{{{words[1]}}}"}}]}]""")],
            _ => [],
        };
        return [.. TrafficProviders.RoutesIn(Read([.. pods, .. routes]), "shop", provider).Select(one => one.Provider)];
    }

    [Fact]
    public void Every_cmdlet_offers_all_providers_that_can_do_it()
    {
        using var shell = new Shell();
        IReadOnlyList<string> offered = shell.Run("""
            Get-Command -Module MicroK8s | Where-Object { $_.Parameters.ContainsKey('Provider') } | ForEach-Object {
                "$($_.Name) $($_.Parameters.Provider.Attributes.ValidValues)"
            }
            """).As<string>();
        Assert.Contains(offered, one => one.StartsWith("Set-CanaryWeight ", StringComparison.Ordinal));
        ILookup<bool, string> ofPolicies =
            offered.ToLookup(one => one.Split(' ')[0].EndsWith("-TrafficPolicy", StringComparison.Ordinal));
        Assert.All(ofPolicies[false], one => Assert.EndsWith($" {string.Join(' ', TrafficProviders.Names)}", one, StringComparison.Ordinal));

        // Neither an Ingress nor a share of pods has anything like a policy.
        Assert.All(ofPolicies[true], one => Assert.EndsWith(" Istio GatewayApi", one, StringComparison.Ordinal));
    }
}

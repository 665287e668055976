using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.Policies.PolicyCase;

namespace MicroK8s.Tests.Traffic.Policies;

public sealed class BackendTlsPolicyTests
{
    private const string Simple = """{"tls":{"mode":"SIMPLE","sni":"web.example"}}""";
    private const string ToWeb = """{"group":"","kind":"Service","name":"web"}""";
    private const string ToPort = """{"group":"","kind":"Service","name":"web","sectionName":"https"}""";
    private const string ToOther = """{"group":"","kind":"Service","name":"other"}""";
    private const string System = """{"hostname":"web.example","wellKnownCACertificates":"System"}""";

    private static readonly PolicyTarget Gateway = Web with { Provider = "GatewayApi" };

    private static readonly KubeObject Secure = KubeObject.Parse(
        """{"kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"ports":[{"name":"https","port":443},{"port":80}]}}""");

    [Theory]
    [InlineData(Simple, null, $$"""{"targetRefs":[{{ToWeb}}],"validation":{{System}}}""", "web")]
    [InlineData(Simple, 443, $$"""{"targetRefs":[{{ToPort}}],"validation":{{System}}}""", "web-https")]
    [InlineData(
        """{"tls":{"mode":"SIMPLE","sni":"web.example","caConfigMap":"ca","subjectAltNames":["a.example","spiffe://x/y"]}}""", null,
        """{"targetRefs":[{"group":"","kind":"Service","name":"web"}],"validation":{"hostname":"web.example","subjectAltNames":[{"type":"Hostname","hostname":"a.example"},{"type":"URI","uri":"spiffe://x/y"}],"caCertificateRefs":[{"group":"","kind":"ConfigMap","name":"ca"}]}}""",
        "web")]
    public void A_policy_is_made_for_the_service_or_the_port(string block, int? port, string spec, string name)
    {
        var made = Assert.IsType<ObjectCreation>(Assert.Single(Set(block, Gateway with { Port = port }, Secure).Writes));
        Assert.Equal(spec, SpecOf(made));
        Assert.Equal(("gateway.networking.k8s.io/v1", name), (made.Type.ApiVersion, made.Target.Name));
        Assert.Equal("web", (string?)made.Manifest["metadata"]!["labels"]![PolicyObjects.PolicyOf]);
    }

    [Fact]
    public void Only_what_is_named_changes_in_the_policy_that_holds()
    {
        const string Rest = "\"options\":{\"example.com/x\":\"1\"},\"future\":[1.50,null]";
        KubeObject holding = Policy(
            ToWeb, """{"hostname":"old.example","caCertificateRefs":[{"name":"old"}],"x":2.50}""", rest: Rest);
        Assert.Equal(
            $$"""{"targetRefs":[{{ToWeb}}],"validation":{"hostname":"web.example","caCertificateRefs":[{"name":"old"}],"x":2.50},{{Rest}}}""",
            SpecOf(Assert.Single(Set(Simple, Gateway, holding).Writes)));
        Assert.Equal(
            $$"""{"targetRefs":[{{ToWeb}}],"validation":{"hostname":"old.example","x":2.50,"wellKnownCACertificates":"System"},{{Rest}}}""",
            SpecOf(Assert.Single(Set("""{"tls":{"systemCa":true}}""", Gateway, holding).Writes)));
        Assert.Empty(Set(Simple, Gateway, Policy(ToWeb, System)).Writes);
    }

    [Fact]
    public void The_oldest_policy_holds_and_the_others_are_named()
    {
        PolicyPlan plan = Set(
            """{"tls":{"sni":"new.example"}}""", Gateway, Secure,
            Policy(ToWeb, System, "a-young", "2026-01-02T00:00:00Z"), Policy(ToWeb, System, "old", "2026-01-01T00:00:00Z"),
            Policy(ToPort, System, "port"));
        Assert.Equal("old", Assert.Single(plan.Writes).Target.Name);
        Assert.Contains("BackendTLSPolicy shop/a-young is for the same target; it has no effect, because old is older.", plan.Warnings);
        Assert.Contains("Port 443 of web has a BackendTLSPolicy of its own, which holds there.", plan.Warnings);
    }

    [Fact]
    public void A_policy_for_other_services_too_is_not_changed_for_one_of_them()
    {
        KubeObject shared = Policy($"{ToWeb},{ToOther}", System, "all");
        ClusterException fault = Assert.Throws<ClusterException>(() => Set(Simple, Gateway, shared));
        Assert.Equal(ClusterFault.AlreadyExists, fault.Fault);
        Assert.Contains("shop/all holds for web and for other;", fault.Message, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"targetRefs":[{{ToOther}}],"validation":{{System}}}""",
            SpecOf(Assert.Single(Remove(Gateway, [PolicySetting.Tls], shared).Writes)));
    }

    [Theory]
    [InlineData("""{"tls":{"mode":"MUTUAL"}}""", "spec.tls.backend.clientCertificateRef")]
    [InlineData("""{"tls":{"mode":"ISTIO_MUTUAL"}}""", "-Provider Istio")]
    [InlineData("""{"tls":{"mode":"SIMPLE","sni":"a.example","caCertificates":"/ca.crt"}}""", "'tls.caCertificates' cannot be set with the Gateway API")]
    [InlineData("""{"tls":{"mode":"SIMPLE","sni":"*.example"}}""", "-TlsHostname '*.example' is not the name of a host")]
    [InlineData("""{"tls":{"mode":"SIMPLE"}}""", "-TlsHostname $null is needed")]
    [InlineData("""{"tls":{"sni":"web.example"}}""", "-TlsMode $null is needed")]
    [InlineData("""{"tls":{"mode":"DISABLE","sni":"web.example"}}""", "no other setting of TLS can be given beside it")]
    [InlineData("""{"tls":{"caConfigMap":"Ca"}}""", "is not the name of a ConfigMap")]
    [InlineData("""{"tls":{"caConfigMap":"ca","systemCa":true}}""", "cannot be given together with -TlsSystemCa")]
    [InlineData("""{"connectionPool":{"tcp":{"maxConnections":1}},"tls":{"mode":"SIMPLE","sni":"a.example"}}""", "ConnectionPool of web cannot be set with GatewayApi")]
    public void What_a_BackendTLSPolicy_cannot_have_is_refused_and_says_where_it_can_be(string block, string said)
    {
        ClusterException fault = Assert.Throws<ClusterException>(() => Set(block, Gateway));
        Assert.Equal(ClusterFault.InvalidSpec, fault.Fault);
        Assert.Contains(said, $"{fault.Message} {fault.Advice}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_named_is_refused()
    {
        Assert.Contains(
            "has no name in Service shop/web",
            Assert.Throws<ClusterException>(() => Set(Simple, Gateway with { Port = 80 }, Secure)).Message, StringComparison.Ordinal);
        Assert.Equal(ClusterFault.AlreadyExists, Fault(() => Set(Simple, Gateway, Policy(ToOther, System))));
        Assert.Equal(ClusterFault.InvalidSpec, Fault(() => Set(Simple, Gateway with { Subset = "v1" })));
        KubeObject owned = Policy(ToWeb, System, metadata: ",\"annotations\":{\"argocd.argoproj.io/tracking-id\":\"x:y\"}");
        Assert.Equal(ClusterFault.OwnedByController, Fault(() => Set(Simple, Gateway, owned)));
        Assert.Equal(ClusterFault.OwnedByController, Fault(() => Remove(Gateway, [PolicySetting.Tls], owned)));
    }

    [Fact]
    public void Istio_reads_no_ConfigMap_and_asks_for_a_mode()
    {
        Assert.Contains(
            "-TlsCaConfigMap 'ca' cannot be set with Istio",
            Assert.Throws<ClusterException>(() => Set("""{"tls":{"mode":"SIMPLE","caConfigMap":"ca"}}""", null)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "-TlsHostname 'web.example' has no effect without TLS",
            Assert.Throws<ClusterException>(() => Set("""{"tls":{"sni":"web.example"}}""", null)).Message, StringComparison.Ordinal);
        Assert.Equal(
            """{"host":"web","trafficPolicy":{"tls":{"mode":"SIMPLE","sni":"web.example"}}}""",
            SpecOf(Assert.Single(Set(Simple, null).Writes)));
    }

    [Fact]
    public void Disable_and_Remove_take_the_policy_away()
    {
        const string Disable = """{"tls":{"mode":"DISABLE"}}""";
        KubeObject own = Policy(ToWeb, System, metadata: $",\"labels\":{{\"{PolicyObjects.PolicyOf}\":\"web\"}}");
        Assert.IsType<ObjectDeletion>(Assert.Single(Set(Disable, Gateway, own).Writes));
        Assert.Empty(Set(Disable, Gateway).Writes);
        Assert.Equal(ClusterFault.AlreadyExists, Fault(() => Set(Disable, Gateway, Policy(ToWeb, System))));
        Assert.IsType<ObjectDeletion>(Assert.Single(Remove(null, [], Policy(ToWeb, System)).Writes));
        Assert.Empty(Remove(Gateway, [PolicySetting.Timeout], own).Writes);
        Assert.Empty(Remove(Web with { Provider = "Istio" }, [], own).Writes);
        Assert.Empty(Remove(Gateway with { Port = 443 }, [], Secure, own).Writes);
        Assert.Equal("port", Assert.Single(Remove(
            Gateway with { Port = 443 }, [], Secure, own, Policy(ToPort, System, "port")).Writes).Target.Name);
    }

    [Theory]
    [InlineData("v1", "gateway.networking.k8s.io/v1")]
    [InlineData("v1alpha3", "gateway.networking.k8s.io/v1alpha3")]
    [InlineData("none", null)]
    public void The_version_that_the_server_has_is_written(string served, string? written)
    {
        var state = new PolicyState("shop", new RoutingObjects(
            type => type == ResourceTypes.Service ? [Service] : [],
            type => type.Kind == "BackendTLSPolicy" ? (type.Version == served ? ListReach.All : ListReach.NotServed)
                : type == ResourceTypes.DestinationRule ? ListReach.NotServed : ListReach.All));
        foreach (PolicyTarget target in (PolicyTarget[])[Web, Gateway])
        {
            if (written is null)
            {
                Assert.Equal(ClusterFault.KindNotSupported, Fault(() => PolicyPlanner.Set(state, target, Fragment(Simple), pods: null)));
                continue;
            }

            PolicyPlan plan = PolicyPlanner.Set(state, target, Fragment(Simple), pods: null);
            Assert.Equal(written, (string?)((ObjectCreation)Assert.Single(plan.Writes)).Manifest["apiVersion"]);
        }
    }

    [Fact]
    public void A_report_has_what_each_provider_follows_by_itself()
    {
        KubeObject route = KubeObject.Parse(
            """
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web","namespace":"shop"},
             "spec":{"parentRefs":[{"name":"edge"}],"rules":[{"timeouts":{"request":"5s"},"backendRefs":[{"name":"web","port":443}]}]}}
            """);
        KubeObject[] world =
        [
            Secure, Policy(ToWeb, System, "old", "2026-01-01T00:00:00Z"), Policy(ToWeb, System, "young", "2026-01-02T00:00:00Z"),
            Policy(ToPort, """{"hostname":"port.example","caCertificateRefs":[{"name":"ca"}]}""", "port"),
        ];
        TrafficPolicy[] without = [.. PolicyReport.Of(State(world), ["web"])];
        Assert.Equal(["shop/web", "shop/web, port 443"], without.Select(one => $"{one}"));
        Assert.All(without, one => Assert.Equal(("GatewayApi", "Simple", null), (one.Provider, one.TlsMode, one.Rule)));
        Assert.Equal(("port.example", "ca", "shop/port"), (without[1].TlsHostname, without[1].TlsCaConfigMap, without[1].BackendTlsPolicy));
        Assert.Equal(["TlsMode=SIMPLE", "TlsHostname=web.example", "TlsSystemCa=true"], without[0].Settings);
        Assert.Equal(["BackendTLSPolicy shop/young"], without[0].Hidden);

        TrafficPolicy[] with = [.. PolicyReport.Of(
            State([.. world, route, Rule("\"trafficPolicy\":{\"tls\":{\"mode\":\"DISABLE\"},\"connectionPool\":{\"tcp\":{\"maxConnections\":5}}}")]), [])];
        Assert.Equal(
            ["shop/web Istio", "shop/web GatewayApi", "shop/web, port 443 GatewayApi"],
            with.Select(one => $"{one} {one.Provider}"));
        Assert.Equal(("shop/web", 5, "Disable", null), (with[0].Rule, with[0].MaxConnections, with[0].TlsMode, with[0].RouteObject));
        Assert.Equal(
            ("web", TimeSpan.FromSeconds(5), "Simple", "shop/old", null),
            (with[1].RouteObject, with[1].RequestTimeout, with[1].TlsMode, with[1].BackendTlsPolicy, with[1].Rule));
    }

    private static KubeObject Policy(
        string targets, string validation, string name = "web", string created = "2026-01-01T00:00:00Z",
        string metadata = "", string rest = "") => KubeObject.Parse(
        $$"""
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"BackendTLSPolicy",
         "metadata":{"name":"{{name}}","namespace":"shop","uid":"t-{{name}}","resourceVersion":"7","creationTimestamp":"{{created}}"{{metadata}} },
         "spec":{"targetRefs":[{{targets}}],"validation":{{validation}}{{(rest.Length > 0 ? "," : "")}}{{rest}} } }
        """);

    private static ClusterFault Fault(Action plan) => Assert.Throws<ClusterException>(plan).Fault;
}

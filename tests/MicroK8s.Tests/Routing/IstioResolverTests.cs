using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

/// <summary>The rules of istio/istio, pilot/pkg/model: which object holds for whom.</summary>
public sealed class IstioResolverTests
{
    private const string Web = "web.case-app.svc.cluster.local";

    [Theory]
    [InlineData("case-ingress", "web-for-in")]
    [InlineData("case-ops", "web-for-ops")]
    [InlineData("case-app", null)]
    public void A_rule_is_followed_where_it_is_exported_to(string caller, string? expected)
    {
        IstioResolver resolver = RoutingCase.Resolver("exportto-conflict");
        Assert.Equal(expected, resolver.VirtualServicesFor(Web, caller).SingleOrDefault()?.Name);
        Assert.All(RoutingCase.Read("exportto-conflict"), rule =>
        {
            Assert.Empty(resolver.ConflictsOf(rule));
            Assert.Null(resolver.ShadowOf(rule));
        });
    }

    [Theory]
    [InlineData("case-app", "")]
    [InlineData("case-ingress", "")]
    [InlineData("case-ops", "v1 v2")]
    public void A_destination_rule_of_a_third_namespace_holds_only_for_callers_there(string caller, string subsets) =>
        Assert.Equal(subsets, Names(RoutingCase.Resolver("dr-wrong-ns"), caller));

    [Theory]
    [InlineData("stable canary", "wildcard-dr")]
    [InlineData("", "wildcard-dr", "wildcard-dr-hidden")]
    [InlineData("stable canary", "dr-other-ns")]
    public void The_most_specific_host_of_the_services_namespace_decides(string subsets, params string[] files) =>
        Assert.Equal(subsets, Names(RoutingCase.Resolver(files), "case-ingress"));

    [Theory]
    [InlineData("one", "a")]
    [InlineData("two", "b")]
    [InlineData("three", "root")]
    [InlineData("istio-system", "b")]
    public void The_callers_namespace_comes_before_the_services_and_that_before_the_root(string caller, string expected)
    {
        var resolver = new IstioResolver([],
        [
            Rule("a", "one", "*.two.svc.cluster.local", "a"),
            Rule("b", "two", "web", "b", """["istio-system","."]"""),
            Rule("root", "istio-system", "*.cluster.local", "root"),
        ]);
        Assert.Equal(expected, Names(resolver, caller, "web.two.svc.cluster.local"));
    }

    [Theory]
    [InlineData("""["."]""", true, false)]
    [InlineData("""["*"]""", true, true)]
    [InlineData("""["~"]""", false, false)]
    [InlineData("""["two"]""", false, true)]
    [InlineData("""[".","two"]""", true, true)]
    [InlineData("[]", true, true)]
    public void ExportTo_is_a_set_of_namespaces(string exportTo, bool own, bool other)
    {
        var resolver = new IstioResolver([], [Rule("a", "one", "web", "s", exportTo)]);
        Assert.Equal(own ? "s" : "", Names(resolver, "one", "web.one.svc.cluster.local"));
        Assert.Equal(other ? "s" : "", Names(resolver, "two", "web.one.svc.cluster.local"));
    }

    [Fact]
    public void Rules_of_one_host_and_namespace_are_merged_the_oldest_first_and_a_longer_wildcard_beats_a_shorter()
    {
        KubeObject young = Rule("a", "one", "*.one.svc.cluster.local", "v2", labels: "young", created: "2024-02-01T00:00:00Z");
        KubeObject old = Rule("b", "one", "*.one.svc.cluster.local", "v2", labels: "old", created: "2024-01-01T00:00:00Z");
        KubeObject wide = Rule("c", "one", "*.cluster.local", "v1");
        IReadOnlyList<Subset> subsets =
            new IstioResolver([], [young, wide, old]).SubsetsOf("web.one.svc.cluster.local", "two");
        Assert.Equal(("v2", "old"), (Assert.Single(subsets).Name, subsets[0].Labels["x"]));
    }

    [Fact]
    public void Of_several_virtual_services_the_most_specific_host_wins_then_the_narrower_export_then_the_oldest()
    {
        KubeObject[] rules =
        [
            Route("wide", "two", "*.one.svc.cluster.local", created: "2020-01-01T00:00:00Z"),
            Route("young", "two", "web.one.svc.cluster.local", created: "2024-02-01T00:00:00Z"),
            Route("old", "two", "web.one.svc.cluster.local", created: "2024-01-01T00:00:00Z"),
            Route("own", "one", "web", """ "exportTo":["."], """, "2025-01-01T00:00:00Z"),
            Route("edge", "one", "web", """ "gateways":["gw"], """),
        ];
        var resolver = new IstioResolver(rules, []);
        Assert.Equal(["own", "old", "young"], Deciding("web.one.svc.cluster.local", "one"));
        Assert.Equal(["old", "young"], Deciding("web.one.svc.cluster.local", "three"));
        Assert.Equal(["wide"], Deciding("api.one.svc.cluster.local", "three"));
        Assert.Equal(["edge"], resolver.VirtualServicesFor("web.one.svc.cluster.local", "one", "one/gw").Select(rule => rule.Name));
        Assert.Equal("old", resolver.ShadowOf(rules[1])?.Name);
        Assert.Null(resolver.ShadowOf(rules[2]));
        Assert.Null(resolver.ShadowOf(rules[4]));

        IEnumerable<string> Deciding(string host, string caller) =>
            resolver.VirtualServicesFor(host, caller).Select(rule => rule.Name);
    }

    [Fact]
    public void The_order_in_which_rules_were_read_decides_nothing()
    {
        string[] hosts = ["web", "*", "*.one.svc.cluster.local", "web.one.svc.cluster.local", "*.cluster.local"];
        string[] spaces = ["one", "two", "istio-system"];
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            KubeObject[] rules = [.. Enumerable.Range(0, 8).Select(number => Rule(
                $"r{number}", spaces[random.Next(3)], hosts[random.Next(hosts.Length)], $"s{random.Next(3)}",
                random.Next(2) == 0 ? "[]" : """["."]""", $"l{number}", $"2024-01-0{random.Next(1, 4)}T00:00:00Z"))];
            KubeObject[] shuffled = [.. rules];
            random.Shuffle(shuffled);
            foreach (string caller in spaces)
            {
                Assert.Equal(Labels(rules, caller), Labels(shuffled, caller));
            }
        }

        static IEnumerable<string> Labels(KubeObject[] rules, string caller) => new IstioResolver([], rules)
            .SubsetsOf("web.one.svc.cluster.local", caller).Select(subset => $"{subset.Name} {subset.Labels["x"]}");
    }

    private static string Names(IstioResolver resolver, string caller, string host = Web) =>
        string.Join(' ', resolver.SubsetsOf(host, caller).Select(subset => subset.Name));

    private static KubeObject Rule(
        string name, string space, string host, string subset, string exportTo = "[]", string labels = "",
        string created = "2024-01-01T00:00:00Z") => KubeObject.Parse($$$"""
        {"kind":"DestinationRule","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","creationTimestamp":"{{{created}}}"},
         "spec":{"host":"{{{host}}}","exportTo":{{{exportTo}}},"subsets":[{"name":"{{{subset}}}","labels":{"x":"{{{labels}}}"}}]}}
        """);

    private static KubeObject Route(
        string name, string space, string host, string spec = "", string created = "2024-01-01T00:00:00Z") => KubeObject.Parse($$$"""
        {"kind":"VirtualService","metadata":{"name":"{{{name}}}","namespace":"{{{space}}}","creationTimestamp":"{{{created}}}"},
         "spec":{ {{{spec}}} "hosts":["{{{host}}}"],"http":[{"route":[{"destination":{"host":"web.one.svc.cluster.local"}}]}]}}
        """);
}

using MicroK8s.Health;
using MicroK8s.Health.Istio;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class IstioConfigCheckTests
{
    private const string StableAndCanary = """
        {"route": [{"destination": {"host": "web", "subset": "stable"}, "weight": 90},
                   {"destination": {"host": "web", "subset": "canary"}, "weight": 10}]}
        """;

    [Fact]
    public async Task Routes_to_subsets_with_ready_pods_are_well()
    {
        HealthFinding verdict = await JudgeAsync(Route(StableAndCanary), Service(), Rule(), Pod("stable"), Pod("canary"));
        Assert.Equal((HealthStatus.Healthy, "the only VirtualService"), (verdict.Status, verdict.Target));
    }

    [Fact]
    public async Task A_subset_that_no_destination_rule_has_is_unhealthy()
    {
        HealthFinding verdict = await JudgeAsync(Route(StableAndCanary), Service(), Pod("stable"), Pod("canary"));
        Assert.Equal(HealthStatus.Unhealthy, verdict.Status);
        Assert.Equal(
            "IST0101: no DestinationRule that holds for callers in shop has subset stable of host web; "
            + "IST0101: no DestinationRule that holds for callers in shop has subset canary of host web",
            verdict.Evidence);
        Assert.Equal("VirtualService shop/web", verdict.Target);
    }

    [Theory]
    [InlineData("web.shop.svc.cluster.local")]
    [InlineData("*.shop.svc.cluster.local")]
    [InlineData("web")]
    public async Task A_destination_rule_may_name_the_host_in_any_way(string host)
    {
        HealthFinding verdict = await JudgeAsync(
            Route(StableAndCanary), Service(), Rule(host), Pod("stable"), Pod("canary"));
        Assert.Equal(HealthStatus.Healthy, verdict.Status);
    }

    [Theory]
    [InlineData(10, HealthStatus.Unhealthy)]
    [InlineData(0, HealthStatus.Warning)]
    public async Task A_subset_without_a_ready_pod_is_unhealthy_when_it_gets_traffic(int weight, HealthStatus expected)
    {
        string route = StableAndCanary.Replace("10}", $"{weight}}}", StringComparison.Ordinal);
        HealthFinding verdict = await JudgeAsync(
            Route(route), Service(), Rule(), Pod("stable"), Pod("canary", ready: false));
        Assert.Equal(expected, verdict.Status);
        Assert.StartsWith("IST0173: subset canary of web selects no ready pod", verdict.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "IST0101: host nothing has no Service shop/nothing")]
    [InlineData("web.other.svc.cluster.local", "IST0101: host web.other.svc.cluster.local has no Service other/web")]
    [InlineData("web.shop", "IST0101: host web.shop has neither Service nor ServiceEntry")]
    public async Task A_host_that_does_not_exist_is_unhealthy(string host, string evidence)
    {
        HealthFinding verdict = await JudgeAsync(Route(To(host)), Service());
        Assert.Equal(HealthStatus.Unhealthy, verdict.Status);
        Assert.StartsWith(evidence, verdict.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("*.example.com")]
    public async Task A_host_of_a_service_entry_exists(string entry)
    {
        KubeObject known = KubeObject.Parse($$"""
            {"kind": "ServiceEntry", "metadata": {"name": "x", "namespace": "shop"}, "spec": {"hosts": ["{{entry}}"]} }
            """);
        Assert.Equal(HealthStatus.Healthy, (await JudgeAsync(Route(To("api.example.com")), known)).Status);
    }

    [Fact]
    public async Task A_mirror_is_a_destination_too()
    {
        string route = """{"route": [{"destination": {"host": "web"}}], "mirror": {"host": "nothing"}}""";
        Assert.Equal(HealthStatus.Unhealthy, (await JudgeAsync(Route(route), Service())).Status);
    }

    [Theory]
    [InlineData("""{"name": "main", "route": [{"destination": {"host": "web"}, "weight": 0}, {"destination": {"host": "web"}}]}""", HealthStatus.Unhealthy)]
    [InlineData("""{"route": [{"destination": {"host": "web"}, "weight": 1}, {"destination": {"host": "web"}, "weight": 2}]}""", HealthStatus.Healthy)]
    [InlineData("""{"route": [{"destination": {"host": "web"}}]}""", HealthStatus.Healthy)]
    public async Task Weights_are_relative_so_only_a_total_of_zero_is_a_fault(string route, HealthStatus expected) =>
        Assert.Equal(expected, (await JudgeAsync(Route(route), Service())).Status);

    [Theory]
    [InlineData("", "", HealthStatus.Unhealthy)]
    [InlineData("\"gateways\": [\"mesh\", \"out\"],", "", HealthStatus.Unhealthy)]
    [InlineData("\"gateways\": [\"out\"],", "", HealthStatus.Healthy)]
    public async Task Two_virtual_services_of_one_host_conflict_in_sidecars_but_not_at_gateways(
        string one, string other, HealthStatus expected)
    {
        IReadOnlyList<HealthFinding> verdicts = await RunAsync(new StubSession
        {
            Objects = [Route(To("web"), "web", one), Route(To("web"), "second", other), Service(), Gateway],
        });
        Assert.All(verdicts, verdict => Assert.Equal(expected, verdict.Status));
        if (expected == HealthStatus.Unhealthy) Assert.Contains("IST0109", verdicts[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_read_is_unknown()
    {
        IReadOnlyList<HealthFinding> verdicts = await RunAsync(new StubSession
        {
            Forbidden = ResourceTypes.Service, Objects = [Route(StableAndCanary)],
        });
        HealthFinding verdict = Assert.Single(verdicts);
        Assert.Equal(HealthStatus.Unknown, verdict.Status);
        Assert.StartsWith("AccessDenied: not allowed to list services", verdict.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_istio_is_skipped() => Assert.Equal(
        IstioRules.NotInstalled.Evidence,
        Assert.Single(await RunAsync(new StubSession { ServesIstio = false })).Evidence);

    [Fact]
    public async Task A_gateway_that_does_not_exist_is_found()
    {
        HealthFinding finding = await JudgeAsync(Route(To("web"), "web", "\"gateways\": [\"mesh\", \"gone\"],"), Service(), Gateway);
        Assert.Equal(("MK716", HealthStatus.Unhealthy), (finding.Code, finding.Status));
    }

    private static KubeObject Gateway { get; } =
        KubeObject.Parse("""{"kind": "Gateway", "metadata": {"name": "out", "namespace": "shop"}}""");

    private static async Task<HealthFinding> JudgeAsync(params KubeObject[] objects) =>
        Assert.Single(await RunAsync(new StubSession { Objects = [.. objects] }));

    private static Task<IReadOnlyList<HealthFinding>> RunAsync(StubSession session) =>
        Verdicts.OfAsync(new IstioConfigCheck(), new HealthScope(session, [], TimeProvider.System));

    private static string To(string host) => $$"""{"route": [{"destination": {"host": "{{host}}"} }]}""";

    private static KubeObject Route(string route, string name = "web", string spec = "") => KubeObject.Parse($$"""
        {"kind": "VirtualService", "metadata": {"name": "{{name}}", "namespace": "shop", "uid": "{{name}}"},
         "spec": { {{spec}} "hosts": ["web"], "http": [{{route}}]} }
        """);

    private static KubeObject Service() => KubeObject.Parse("""
        {"kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "web"}}}
        """);

    private static KubeObject Rule(string host = "web") => KubeObject.Parse($$"""
        {"kind": "DestinationRule", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"host": "{{host}}",
         "subsets": [{"name": "stable", "labels": {"track": "stable"} }, {"name": "canary", "labels": {"track": "canary"} }]} }
        """);

    private static KubeObject Pod(string track, bool ready = true) => KubeObject.Parse($$"""
        {"kind": "Pod", "metadata": {"name": "{{track}}", "namespace": "shop", "labels": {"app": "web", "track": "{{track}}"} },
         "status": {"conditions": [{"type": "Ready", "status": "{{ready}}"}]} }
        """);
}

using MicroK8s.Health;
using MicroK8s.Health.Istio;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class IstioCheckTests
{
    private static readonly KubeObject Root = KubeObject.Parse("""{"kind": "Namespace", "metadata": {"name": "istio-system"}}""");

    private static readonly KubeObject Injector = KubeObject.Parse("""
        {"kind": "MutatingWebhookConfiguration", "metadata": {"name": "istio-sidecar-injector", "labels": {"app": "sidecar-injector"} },
         "webhooks": [{"name": "a", "clientConfig": {"caBundle": "Zg=="}}]}
        """);

    private static readonly KubeObject Uncertified = KubeObject.Parse("""
        {"kind": "MutatingWebhookConfiguration", "metadata": {"name": "istio-sidecar-injector", "labels": {"app": "sidecar-injector"} },
         "webhooks": [{"name": "a", "clientConfig": {}}]}
        """);

    [Fact]
    public async Task A_cluster_without_istio_is_skipped() => Assert.Equal(
        [IstioRules.NotInstalled.Evidence], Evidence(await RunAsync(new StubSession { ServesIstio = false })));

    [Fact]
    public async Task Kinds_without_a_control_plane_are_skipped() =>
        Assert.Equal([IstioRules.NoControlPlane.Evidence], Evidence(await RunAsync(new StubSession())));

    [Fact]
    public async Task Istiod_and_its_injector_are_judged_apart()
    {
        var verdicts = await RunAsync(new StubSession { Objects = [Root, Istiod(available: 1), Injector] });
        Assert.Equal(
            [(HealthStatus.Healthy, "the only istiod Deployment"), (HealthStatus.Healthy, "the only sidecar injector")],
            verdicts.Select(verdict => (verdict.Status, verdict.Target)));
    }

    [Fact]
    public async Task An_istiod_that_was_lost_and_an_injector_without_certificate_are_unhealthy()
    {
        var verdicts = await RunAsync(new StubSession { Objects = [Root, Istiod(available: 0), Uncertified] });
        Assert.Equal([HealthStatus.Unhealthy, HealthStatus.Unhealthy], verdicts.Select(verdict => verdict.Status));
    }

    [Fact]
    public async Task An_istiod_without_an_injector_is_a_warning()
    {
        var verdicts = await RunAsync(new StubSession { Objects = [Root, Istiod(available: 1)] });
        Assert.Equal(("MK702", HealthStatus.Warning), (verdicts[1].Code, verdicts[1].Status));
    }

    private static IEnumerable<string> Evidence(IEnumerable<HealthFinding> findings) =>
        findings.Select(finding => finding.Evidence);

    private static Task<IReadOnlyList<HealthFinding>> RunAsync(StubSession session) =>
        Verdicts.OfAsync(new IstioCheck(), new HealthScope(session, [], TimeProvider.System));

    private static KubeObject Istiod(int available) => KubeObject.Parse($$"""
        {"kind": "Deployment", "metadata": {"name": "istiod", "namespace": "istio-system", "labels": {"app": "istiod"} },
         "status": {"replicas": 1, "updatedReplicas": 1, "availableReplicas": {{available}},
                    "conditions": [{"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]} }
        """);
}

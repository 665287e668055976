using MicroK8s.Health;
using MicroK8s.Health.Dns;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class DnsRulesTests
{
    private static readonly KubeObject Service =
        KubeObject.Parse("""{"kind": "Service", "metadata": {"name": "kube-dns", "namespace": "kube-system"}}""");

    [Theory]
    [InlineData("""{"subsets": [{"addresses": [{}, {}]}]}""", HealthStatus.Healthy, "Ready endpoints: 2")]
    [InlineData("""{"subsets": [{"addresses": [{}], "notReadyAddresses": [{}]}]}""", HealthStatus.Warning, "1 of 2 endpoints are ready")]
    [InlineData("""{"subsets": [{"notReadyAddresses": [{}]}]}""", HealthStatus.Unhealthy, "It has no ready endpoint")]
    [InlineData("{}", HealthStatus.Unhealthy, "It has no ready endpoint")]
    [InlineData(null, HealthStatus.Unhealthy, "It has no ready endpoint")]
    public void Names_resolve_while_an_endpoint_is_ready(string? endpoints, HealthStatus expected, string evidence)
    {
        HealthVerdict verdict = DnsRules.Judge(Service, endpoints is null ? null : KubeObject.Parse(endpoints));
        Assert.Equal(expected, verdict.Status);
        Assert.StartsWith(evidence, verdict.Evidence, StringComparison.Ordinal);
        Assert.Equal("Service kube-system/kube-dns", verdict.Target);
    }

    [Fact]
    public async Task A_cluster_without_the_service_gets_a_warning_with_the_reason()
    {
        using var session = new StubSession();
        HealthVerdict verdict = Assert.Single(
            await Verdicts.OfAsync(new DnsCheck(), new HealthScope(session, [], TimeProvider.System)));
        Assert.Equal(DnsRules.Missing, verdict);
    }
}

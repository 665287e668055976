using System.Text.Json.Nodes;
using MicroK8s.Health;
using MicroK8s.Health.Dns;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

public sealed class DnsRulesTests
{
    private static readonly KubeObject Service =
        KubeObject.Parse("""
            {"kind": "Service", "metadata": {"name": "kube-dns", "namespace": "kube-system", "labels": {"k8s-app": "kube-dns"}}}
            """);

    [Theory]
    [InlineData("""{"endpoints": [{}, {"conditions": {"ready": true}}]}""", HealthStatus.Healthy, "Ready endpoints: 2")]
    [InlineData("""{"endpoints": [{}, {"conditions": {"ready": false}}]}""", HealthStatus.Warning, "1 of 2 endpoints are ready")]
    [InlineData("""{"endpoints": [{"conditions": {"ready": false}}]}""", HealthStatus.Unhealthy, "It has no ready endpoint")]
    [InlineData("{}", HealthStatus.Unhealthy, "It has no ready endpoint")]
    [InlineData(null, HealthStatus.Unhealthy, "It has no ready endpoint")]
    public async Task Names_resolve_while_an_endpoint_is_ready(string? slice, HealthStatus expected, string evidence)
    {
        using var session = new StubSession { Objects = [Service] };
        if (slice is not null)
        {
            session.Objects.Add(ObjectBuilder.Of("EndpointSlice", "kube-dns-1").With(item =>
            {
                item.Json["metadata"] = JsonNode.Parse("""
                    {"name": "x", "namespace": "kube-system", "labels": {"kubernetes.io/service-name": "kube-dns"}}
                    """);
                item.Json["endpoints"] = JsonNode.Parse(slice)!["endpoints"]?.DeepClone();
            }).Object());
        }

        HealthFinding finding =
            Assert.Single(await Verdicts.OfAsync(new DnsCheck(), new HealthScope(session, [], TimeProvider.System)));
        Assert.Equal(expected, finding.Status);
        Assert.StartsWith(evidence, finding.Evidence, StringComparison.Ordinal);
        Assert.Equal("Service kube-system/kube-dns", finding.Target);
    }

    [Fact]
    public async Task A_cluster_without_the_service_gets_a_warning_with_the_reason()
    {
        using var session = new StubSession();
        HealthFinding finding = Assert.Single(
            await Verdicts.OfAsync(new DnsCheck(), new HealthScope(session, [], TimeProvider.System)));
        Assert.Equal(("MK313", DnsRules.Missing.Evidence), (finding.Code, finding.Evidence));
    }
}

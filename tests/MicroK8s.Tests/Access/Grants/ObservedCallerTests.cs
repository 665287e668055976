using System.Management.Automation;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Metrics;

namespace MicroK8s.Tests.Access.Grants;

/// <summary>A real Prometheus, behind the API server, says who would be shut out.</summary>
public sealed class ObservedCallerTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    [Fact]
    public async Task Real_callers_are_named_before_they_are_shut_out()
    {
        TestNamespace ns = prometheus.Namespace;
        await ns.CreateAsync(ResourceTypes.Pod, Exporter(
            Requests("destination", "backend", ns.Name, "batch", 1),
            Requests("destination", "backend", ns.Name, "frontend", 40),
            Requests("destination", "backend-canary", "edge", "gateway", 120),
            """istio_requests_total{reporter="destination",destination_workload_namespace="NS",destination_workload="backend",source_workload="unknown",source_workload_namespace="unknown",source_principal="unknown"} 3""",
            Requests("source", "backend", ns.Name, "elsewhere", 9),
            Requests("destination", "other", ns.Name, "elsewhere", 9)));
        foreach (string name in (string[])["backend", "frontend", "batch"])
        {
            await ns.CreateAsync(ResourceTypes.Deployment, AccessGrantTests.Meshed(name));
        }

        await prometheus.UntilAsync("count(istio_requests_total)", count => count == 6);
        using Shell shell = Shell.Connected(ns.Name);
        ErrorRecord refused = shell.Run("Grant-MicroServiceAccess backend -From frontend").AssertError("ReceivesTraffic");
        Assert.Contains(
            $"According to Istio's metrics, in the last 24 hours edge/gateway (about 120 requests), callers without a proxy of the mesh "
            + $"(about 3 requests), {ns.Name}/batch (about 1 request) called it and would lose access; {ns.Name}/frontend "
            + "(about 40 requests) called it and keep access. Prometheus itself",
            refused.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", refused.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "are not known: ",
            shell.Run("Grant-MicroServiceAccess batch -From frontend").AssertError("ReceivesTraffic").Exception.Message,
            StringComparison.Ordinal);

        shell.Run("Grant-MicroServiceAccess backend -From frontend, batch -Force").AssertNoErrors();
        EngineResult revoked = shell.Run("Revoke-MicroServiceAccess backend -From batch -WhatIf").AssertNoErrors();
        Assert.Contains(
            $"According to Istio's metrics, in the last 24 hours {ns.Name}/batch (about 1 request) called it and would lose access.",
            revoked.Warnings);
    }

    private static string Requests(string reporter, string called, string space, string caller, int count) =>
        $$"""istio_requests_total{reporter="{{reporter}}",destination_workload_namespace="NS",destination_workload="{{called}}",source_workload="{{caller}}",source_workload_namespace="{{space}}",source_principal="spiffe://cluster.local/ns/{{space}}/sa/{{caller}}"} {{count}}""";

    /// <summary>A pod that shows what proxies would, at the address where Prometheus scrapes all pods.</summary>
    private ObjectBuilder Exporter(params string[] lines) => ObjectBuilder.Pod("proxies", new JsonObject
    {
        ["name"] = "web",
        ["image"] = "shop/web:v1.0",
        ["command"] = new JsonArray(
            "sh", "-c", "mkdir /tmp/www && echo \"$METRICS\" > /tmp/www/metrics && exec busybox httpd -f -p 8080 -h /tmp/www"),
        ["env"] = new JsonArray(new JsonObject
        {
            ["name"] = "METRICS",
            ["value"] = string.Join('\n', lines).Replace("NS", prometheus.Namespace.Name, StringComparison.Ordinal),
        }),
    });
}

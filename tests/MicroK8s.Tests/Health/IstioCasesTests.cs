using MicroK8s.Health;
using MicroK8s.Health.Istio;
using MicroK8s.Resources;
using MicroK8s.Tests.Routing;

namespace MicroK8s.Tests.Health;

/// <summary>Cases from the field; see <see cref="RoutingCase"/>.</summary>
public sealed class IstioCasesTests
{
    [Theory]
    [InlineData("", HealthStatus.Healthy, null, "base", "exportto-conflict")]
    [InlineData("", HealthStatus.Unhealthy, "IST0101: no DestinationRule that holds for callers in case-app has subset v1", "base", "dr-wrong-ns")]
    [InlineData("case-app", HealthStatus.Unhealthy, "IST0101: no DestinationRule that holds for callers in case-app has subset v1", "base", "dr-wrong-ns")]
    [InlineData("", HealthStatus.Healthy, null, "base", "dr-other-ns")]
    [InlineData("", HealthStatus.Healthy, null, "base", "wildcard-dr")]
    [InlineData("", HealthStatus.Unhealthy, "DestinationRule case-app/web-tuning holds for it", "base", "wildcard-dr", "wildcard-dr-hidden")]
    [InlineData("", HealthStatus.Warning, "IST0130: no request reaches route split", "base", "subsets", "dead-route")]
    [InlineData("", HealthStatus.Unhealthy, "IST0101: route 1 delegates to VirtualService case-app/not-there, which does not exist", "base", "subsets", "delegate")]
    [InlineData("case-ingress", HealthStatus.Unhealthy, "VirtualService case-app/not-there, which does not exist", "base", "subsets", "delegate")]
    public async Task The_worst_verdict_is(string space, HealthStatus expected, string? evidence, params string[] files)
    {
        IReadOnlyList<KubeObject> all = RoutingCase.Read(files);
        IEnumerable<KubeObject> pods = all.Where(item => item.Kind == "Deployment").Select(Pod);
        IEnumerable<KubeObject> gateways = all.SelectMany(item => item.Json.Items("spec", "gateways")
            .Select(name => CheckCase.Object("Gateway", name.Text()!, "{}", item.Namespace)));
        using var session = new StubSession { Objects = [.. all, .. pods, .. gateways] };
        IReadOnlyList<HealthFinding> verdicts = await Verdicts.OfAsync(
            new IstioConfigCheck(), new HealthScope(session, space.Length == 0 ? [] : [space], TimeProvider.System));
        HealthFinding first = verdicts[0];
        Assert.Equal(expected, first.Status);
        if (evidence is not null) Assert.Contains(evidence, first.Evidence, StringComparison.Ordinal);
    }

    private static KubeObject Pod(KubeObject workload) => KubeObject.Parse($$$"""
        {"kind":"Pod","metadata":{"name":"{{{workload.Name}}}-0","namespace":"{{{workload.Namespace}}}",
         "labels":{{{workload.Json.At("spec", "template", "metadata", "labels")}}}},
         "status":{"conditions":[{"type":"Ready","status":"True"}]}}
        """);
}

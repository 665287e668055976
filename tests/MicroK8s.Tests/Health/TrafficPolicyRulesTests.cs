using MicroK8s.Health;
using MicroK8s.Health.Istio;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Tests.Health;

public sealed class TrafficPolicyRulesTests
{
    [Theory]
    [InlineData("{}", 9, "MK718 spec.trafficPolicy.outlierDetection of host web ejects no pod: maxEjectionPercent 10 of 9 pods is less than one pod")]
    [InlineData("""{"maxEjectionPercent":0}""", 1, "MK718 spec.trafficPolicy.outlierDetection of host web ejects no pod: maxEjectionPercent 10 of 1 pod is less than one pod")]
    [InlineData("{}", 10, "")]
    [InlineData("{}", null, "")]
    [InlineData("""{"maxEjectionPercent":50}""", 2, "")]
    [InlineData("""{"consecutive5xxErrors":0,"maxEjectionPercent":50}""", 2, "MK718 spec.trafficPolicy.outlierDetection of host web ejects no pod: consecutive5xxErrors is 0 and consecutiveGatewayErrors is not set, so no error counts")]
    [InlineData("""{"consecutive5xxErrors":0,"consecutiveGatewayErrors":3,"maxEjectionPercent":50}""", 2, "")]
    [InlineData("""{"consecutive5xxErrors":0,"splitExternalLocalOriginErrors":true,"maxEjectionPercent":50}""", 2, "")]
    [InlineData("""{"maxEjectionPercent":100}""", 2, "MK720 spec.trafficPolicy.outlierDetection of host web may eject every pod: maxEjectionPercent is 100 and minHealthPercent is 0")]
    [InlineData("""{"maxEjectionPercent":100,"minHealthPercent":30}""", 2, "")]
    [InlineData("""{"maxEjectionPercent":100,"consecutive5xxErrors":0}""", 2, "MK718 spec.trafficPolicy.outlierDetection of host web ejects no pod: consecutive5xxErrors is 0 and consecutiveGatewayErrors is not set, so no error counts")]
    public void A_breaker_that_cannot_open_or_opens_for_all_is_found(string outlier, int? pods, string expected) =>
        Assert.Equal(expected, Text(TrafficPolicyRules.JudgeRule(
            Rule($$"""{"host":"web","trafficPolicy":{"outlierDetection":{{outlier}} } }"""),
            host => host == new ServiceHost("web", "shop") ? pods : null)));

    [Fact]
    public void Breakers_of_subsets_and_ports_are_named()
    {
        HealthProblem[] problems =
        [
            .. TrafficPolicyRules.JudgeRule(
                Rule("""
                    {"host":"web","subsets":[{"name":"v1","trafficPolicy":{"portLevelSettings":[
                      {"port":{"number":80},"outlierDetection":{"consecutive5xxErrors":0}}]}},
                      {"name":"v2","trafficPolicy":{"outlierDetection":{}}}]}
                    """), _ => 2),
        ];
        HealthProblem only = Assert.Single(problems);
        Assert.StartsWith("subset v1.outlierDetection of port 80 of host web ejects no pod", only.Evidence, StringComparison.Ordinal);
        Assert.Equal(
            "Set-TrafficPolicy web -Namespace shop -Subset v1 -Port 80 -ConsecutiveErrors 5 -MaxEjectionPercent 50",
            only.Remediation);
    }

    [Theory]
    [InlineData("""{"timeout":"10s","retries":{"attempts":3,"perTryTimeout":"2s"}}""", "")]
    [InlineData("""{"timeout":"8s","retries":{"attempts":3,"perTryTimeout":"2s"}}""", "")]
    [InlineData("""{"timeout":"7s","retries":{"attempts":3,"perTryTimeout":"2s"}}""", "MK719 Route 0: the first try and 3 retries of 2s each may take 8s, but the timeout is 7s")]
    [InlineData("""{"timeout":"2s","retries":{"attempts":1,"perTryTimeout":"2s"}}""", "MK719 Route 0: each try may take 2s, and the timeout of 2s leaves no time for a retry")]
    [InlineData("""{"timeout":"0s","retries":{"attempts":3,"perTryTimeout":"2s"}}""", "")]
    [InlineData("""{"timeout":"1s","retries":{"attempts":0}}""", "")]
    [InlineData("""{"timeout":"1s","retries":{"attempts":2000000000,"perTryTimeout":"5000h"}}""", "MK719 Route 0: each try may take 18000000s, and the timeout of 1s leaves no time for a retry")]
    [InlineData("""{"retries":{"attempts":3,"perTryTimeout":"2s"}}""", "")]
    public void Retries_that_the_timeout_ends_are_found(string route, string expected) =>
        Assert.Equal(expected, Text(TrafficPolicyRules.JudgeRoutes(KubeObject.Parse(
            $$"""{"kind":"VirtualService","metadata":{"name":"web","namespace":"shop"},"spec":{"http":[{{route}}]} }"""))));

    [Fact]
    public async Task The_check_counts_the_endpoints_of_a_service()
    {
        KubeObject rule = CheckCase.Object(
            "DestinationRule", "web", """{"spec":{"host":"web","trafficPolicy":{"outlierDetection":{}}}}""");
        KubeObject slice = CheckCase.Object(
            "EndpointSlice", "web-1",
            """{"metadata":{"labels":{"kubernetes.io/service-name":"web"}},"endpoints":[{},{}]}""");
        Assert.Equal(
            ["MK718 Warning DestinationRule shop/web"],
            CheckCase.Wrong(await CheckCase.FindAsync("TrafficPolicies", rule, slice)));
        Assert.Equal(HealthStatus.Healthy, Assert.Single(await CheckCase.FindAsync("TrafficPolicies", rule)).Status);
        using var none = new StubSession { ServesIstio = false };
        Assert.Equal(HealthStatus.Skipped, Assert.Single(await CheckCase.FindAsync("TrafficPolicies", none)).Status);
    }

    private static KubeObject Rule(string spec) => KubeObject.Parse(
        $$"""{"kind":"DestinationRule","metadata":{"name":"web","namespace":"shop"},"spec":{{spec}} }""");

    private static string Text(IEnumerable<HealthProblem> problems) =>
        string.Join("; ", problems.Select(problem => $"{problem.Code} {problem.Evidence}"));
}

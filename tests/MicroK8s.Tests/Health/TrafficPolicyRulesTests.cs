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

    [Theory]
    [InlineData("""{"outlierDetection":{"consecutiveErrors":3,"maxEjectionPercent":50}}""", "outlierDetection.consecutiveErrors", "is the old name of outlierDetection.consecutive5xxErrors, and proxies do not follow it", "-ConsecutiveErrors 3")]
    [InlineData("""{"loadBalancer":{"simple":"LEAST_CONN"}}""", "loadBalancer.simple", "is LEAST_CONN, the old name of LEAST_REQUEST", "-LoadBalancer LeastRequest")]
    [InlineData("""{"loadBalancer":{"warmupDurationSecs":"30s"}}""", "loadBalancer.warmupDurationSecs", "is the old name of loadBalancer.warmup.duration", "-Policy @{ loadBalancer = @{ warmup = @{ duration = '30s' } } }")]
    [InlineData("""{"loadBalancer":{"consistentHash":{"minimumRingSize":64}}}""", "loadBalancer.consistentHash.minimumRingSize", "is the old name of loadBalancer.consistentHash.ringHash.minimumRingSize", "-Policy @{ loadBalancer = @{ consistentHash = @{ ringHash = @{ minimumRingSize = 64 } } } }")]
    [InlineData("""{"http":{"timeout":{"requestTimeout":"15s"}}}""", "http.timeout.requestTimeout", "is not a field of a DestinationRule; use the timeout of the VirtualService's route", "-RequestTimeout 15s")]
    [InlineData("""{"connectionPool":{"http":{"timeout":{"idleTimeout":"1m"}}}}""", "connectionPool.http.timeout.idleTimeout", "is not a field of a DestinationRule; use connectionPool.http.idleTimeout", "-IdleTimeout 1m")]
    public void Old_fields_of_rules_are_found_and_their_successor_is_said(string policy, string place, string said, string arguments)
    {
        HealthProblem whole = Assert.Single(JudgeOld($$"""{"host":"web","trafficPolicy":{{policy}} }"""));
        Assert.Equal(
            ("MK721", $"spec.trafficPolicy.{place} of host web {said}", $"Set-TrafficPolicy web -Namespace shop {arguments}"),
            (whole.Code.Id, whole.Evidence, whole.Remediation));
        string entry = $$"""{"port":{"number":80},{{policy[1..^1]}} }""";
        HealthProblem port = Assert.Single(JudgeOld(
            $$"""{"host":"web","subsets":[{"name":"v1","trafficPolicy":{"portLevelSettings":[{{entry}}]} }]}"""));
        Assert.StartsWith($"subset v1.{place} of port 80 of host web {said}", port.Evidence, StringComparison.Ordinal);
        Assert.Equal($"Set-TrafficPolicy web -Namespace shop -Subset v1 -Port 80 {arguments}", port.Remediation);
    }

    [Theory]
    [InlineData("""{"fault":{"delay":{"percent":5,"fixedDelay":"1s"}}}""", "fault.delay.percent is the old name of fault.delay.percentage.value", "-RouteName 0 -FaultDelayPercent 5")]
    [InlineData("""{"mirror_percent":50}""", "mirror_percent is the old name of mirrorPercentage.value", "Write mirrorPercentage.value in the manifest instead, and apply it with Publish-MicroService")]
    [InlineData("""{"mirrorPercent":50}""", "mirrorPercent is the old name of mirrorPercentage.value", "apply it with Publish-MicroService")]
    [InlineData("""{"corsPolicy":{"allowOrigin":["a"]}}""", "corsPolicy.allowOrigin is the old name of corsPolicy.allowOrigins", "apply it with Publish-MicroService")]
    public void Old_fields_of_routes_are_found(string route, string said, string remediation)
    {
        HealthProblem problem = Assert.Single(TrafficPolicyRules.JudgeRoutes(KubeObject.Parse(
            $$"""{"kind":"VirtualService","metadata":{"name":"web","namespace":"shop"},"spec":{"http":[{{route}}]} }""")));
        Assert.Equal(("MK721", $"Route 0: {said}"), (problem.Code.Id, problem.Evidence));
        Assert.EndsWith(remediation, problem.Remediation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"outlierDetection":{"consecutive5xxErrors":3},"loadBalancer":{"simple":"LEAST_REQUEST","warmup":{"duration":"1s"}}}""")]
    [InlineData("""{"loadBalancer":{"consistentHash":{"ringHash":{"minimumRingSize":64}}},"connectionPool":{"http":{"idleTimeout":"1s"}}}""")]
    public void Fields_of_today_are_no_problem(string policy) =>
        Assert.Empty(JudgeOld($$"""{"host":"web","trafficPolicy":{{policy}} }"""));

    [Fact]
    public void A_value_that_could_be_more_than_a_value_stands_in_no_command()
    {
        HealthProblem problem = Assert.Single(JudgeOld(
            """{"host":"web","trafficPolicy":{"loadBalancer":{"warmupDurationSecs":"1s'; Remove-Item x"}}}"""));
        Assert.Equal(
            "Write loadBalancer.warmup.duration in the manifest instead, and apply it with Publish-MicroService",
            problem.Remediation);
    }

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

    private static IEnumerable<HealthProblem> JudgeOld(string spec) => TrafficPolicyRules.JudgeRule(Rule(spec), _ => null);

    private static KubeObject Rule(string spec) => KubeObject.Parse(
        $$"""{"kind":"DestinationRule","metadata":{"name":"web","namespace":"shop"},"spec":{{spec}} }""");

    private static string Text(IEnumerable<HealthProblem> problems) =>
        string.Join("; ", problems.Select(problem => $"{problem.Code} {problem.Evidence}"));
}

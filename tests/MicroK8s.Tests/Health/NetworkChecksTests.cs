using MicroK8s.Health;
using MicroK8s.Resources;
using static MicroK8s.Tests.Health.CheckCase;

namespace MicroK8s.Tests.Health;

public sealed class NetworkChecksTests
{
    private const string Selector = """{"spec": {"selector": {"app": "web"}, "ports": [{"name": "http", "port": 80, "targetPort": "web"}]}}""";

    [Theory]
    [InlineData("""[{"conditions": {"ready": true}}]""", "http")]
    [InlineData("""[{"conditions": {"ready": false}}, {}]""", "http")]
    [InlineData("""[{"conditions": {"ready": false}}]""", "http", "MK501 Unhealthy Service shop/web")]
    [InlineData("[]", "http", "MK502 Warning Service shop/web")]
    [InlineData("[{}]", "other", "MK503 Unhealthy Service shop/web")]
    public async Task A_service_needs_a_ready_endpoint_with_its_port(string endpoints, string port, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync("Services", Object("Service", "web", Selector), Slice(endpoints, port))));

    [Theory]
    [InlineData("""{"spec": {"type": "ExternalName", "selector": {"a": "b"}}}""")]
    [InlineData("""{"spec": {"ports": [{"port": 80}]}}""")]
    public async Task A_service_whose_endpoints_others_make_is_no_finding(string spec) =>
        Assert.Empty(Wrong(await FindAsync("Services", Object("Service", "web", spec))));

    [Theory]
    [InlineData(0)]
    [InlineData(1, "MK502 Warning Service shop/web")]
    public async Task A_service_of_a_workload_that_is_scaled_to_zero_has_no_pods_on_purpose(int replicas, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync(
            "Services", Object("Service", "web", Selector),
            Object("Deployment", "web", $$$"""
                {"spec": {"replicas": {{{replicas}}}, "template": {"metadata": {"labels": {"app": "web", "track": "stable"} } } } }
                """))));

    [Theory]
    [InlineData(4)]
    [InlineData(6, "MK504 Warning Service shop/web")]
    public async Task A_load_balancer_has_some_minutes_to_get_an_address(int minutes, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync("Services", Object("Service", "web", $$$"""
            {"metadata": {"creationTimestamp": "{{{Ago(minutes)}}}"}, "spec": {"type": "LoadBalancer", "ports": []}}
            """))));

    [Fact]
    public async Task Whoever_may_not_read_workloads_is_not_told_that_a_service_has_no_pods()
    {
        IReadOnlyList<HealthFinding> findings = await FindAsync("Services", new StubSession
        {
            Forbidden = ResourceTypes.Deployment, Objects = [Object("Service", "web", Selector)],
        });
        Assert.Equal(["MK001 Unknown list deployments.apps"], Wrong(findings));
    }

    [Theory]
    [InlineData("web", "80")]
    [InlineData("web", "http")]
    [InlineData("none", "80", "MK511 Unhealthy Ingress shop/shop")]
    [InlineData("web", "81", "MK511 Unhealthy Ingress shop/shop")]
    [InlineData("sick", "80", "MK512 Unhealthy Ingress shop/shop")]
    public async Task An_ingress_leads_to_a_service_that_answers(string service, string port, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync("Ingresses", [
            .. Services(), Object("IngressClass", "nginx", "{}"),
            Object("Ingress", "shop", $$$"""
                {"spec": {"ingressClassName": "nginx", "rules": [{"host": "shop.example.com", "http": {"paths": [{"path": "/",
                 "backend": {"service": {"name": "{{{service}}}", "port": {{{Port(port)}}}} } }]} }]} }
                """)])));

    [Theory]
    [InlineData("{}", "MK513 Warning Ingress shop/shop")]
    [InlineData("""{"ingressClassName": "other"}""", "MK513 Warning Ingress shop/shop")]
    [InlineData("""{"ingressClassName": "nginx"}""")]
    public async Task An_ingress_needs_a_class_that_exists(string spec, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync(
            "Ingresses", Object("IngressClass", "nginx", "{}"), Object("Ingress", "shop", $$$"""{"spec": {{{spec}}}}"""))));

    [Fact]
    public async Task A_default_class_is_enough() => Assert.Empty(Wrong(await FindAsync(
        "Ingresses",
        Object("IngressClass", "nginx", """{"metadata": {"annotations": {"ingressclass.kubernetes.io/is-default-class": "true"}}}"""),
        Object("Ingress", "shop", """{"spec": {}}"""))));

    [Theory]
    [InlineData("web", null)]
    [InlineData("none", "MK521 Unhealthy HTTPRoute shop/shop")]
    [InlineData("sick", "MK522 Unhealthy HTTPRoute shop/shop")]
    public async Task A_route_of_the_gateway_api_leads_to_a_service_that_answers(string service, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("GatewayApi", [
            .. Services(), Object("HTTPRoute", "shop", $$$"""
                {"spec": {"rules": [{"backendRefs": [{"name": "{{{service}}}", "port": 80}, {"name": "gone", "port": 1, "weight": 0}]}]}}
                """)])));

    [Theory]
    [InlineData("Accepted", "False", "MK523 Unhealthy HTTPRoute shop/shop")]
    [InlineData("ResolvedRefs", "False", "MK523 Unhealthy HTTPRoute shop/shop")]
    [InlineData("Accepted", "Unknown", null)]
    [InlineData("Accepted", "True", null)]
    public async Task A_route_that_its_gateway_refuses_is_not_in_force(string type, string status, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("GatewayApi", Object("HTTPRoute", "shop", $$$"""
            {"status": {"parents": [{"parentRef": {"name": "edge"}, "conditions": [{"type": "{{{type}}}", "status": "{{{status}}}", "reason": "Why"}]}]}}
            """))));

    [Fact]
    public async Task A_gateway_that_is_not_programmed_is_not_in_force() => Assert.Equal(
        ["MK524 Unhealthy Gateway shop/edge"],
        Wrong(await FindAsync("GatewayApi", Object("GatewayClass", "outer", "{}"), Object("Gateway", "edge", """
            {"spec": {"gatewayClassName": "outer"},
             "status": {"conditions": [{"type": "Programmed", "status": "False", "reason": "AddressNotAssigned"}]}}
            """))));

    [Theory]
    [InlineData("outer", "True")]
    [InlineData("outer", "Unknown")]
    [InlineData("outer", "False", "MK525 Unhealthy Gateway shop/edge")]
    [InlineData("gone", "True", "MK525 Unhealthy Gateway shop/edge")]
    public async Task A_gateway_needs_a_class_that_its_controller_accepts(string name, string accepted, params string[] expected) =>
        Assert.Equal(expected, Wrong(await FindAsync(
            "GatewayApi",
            Object("GatewayClass", "outer", $$$"""{"status": {"conditions": [{"type": "Accepted", "status": "{{{accepted}}}", "reason": "Why"}]}}"""),
            Object("Gateway", "edge", $$$"""{"spec": {"gatewayClassName": "{{{name}}}"}}"""))));

    private static string Port(string port) => char.IsDigit(port[0]) ? $$"""{"number": {{port}}}""" : $$"""{"name": "{{port}}"}""";

    private static KubeObject[] Services() =>
    [
        Object("Service", "web", Selector), Slice("[{}]", "http"),
        Object("Service", "sick", Selector), Slice("""[{"conditions": {"ready": false}}]""", "http", "sick"),
    ];

    private static KubeObject Slice(string endpoints, string port, string service = "web") => Object("EndpointSlice", $"{service}-1", $$$"""
        {"metadata": {"labels": {"kubernetes.io/service-name": "{{{service}}}"}}, "endpoints": {{{endpoints}}}, "ports": [{"name": "{{{port}}}"}]}
        """);
}

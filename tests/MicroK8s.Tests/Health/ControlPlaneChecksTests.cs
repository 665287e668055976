using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MicroK8s.Connection;
using MicroK8s.Health;
using MicroK8s.Resources;
using static MicroK8s.Tests.Health.CheckCase;

namespace MicroK8s.Tests.Health;

/// <summary>What extends the API server, namespaces, certificates, and what watches all of it.</summary>
public sealed class ControlPlaneChecksTests
{
    [Theory]
    [InlineData("""{"spec": {"service": {"name": "metrics", "namespace": "kube-system"}}, "status": {"conditions": [{"type": "Available", "status": "False", "message": "no endpoints"}]}}""", "MK121 Unhealthy APIService v1.x")]
    [InlineData("""{"spec": {"service": {"name": "metrics"}}, "status": {"conditions": [{"type": "Available", "status": "True"}]}}""", null)]
    [InlineData("""{"spec": {}, "status": {}}""", null)]
    public async Task An_aggregated_api_is_available(string api, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("AggregatedApis", Object("APIService", "v1.x", api))));

    [Theory]
    [InlineData("1.31", "MK131 Unhealthy widgets of x/v1beta1")]
    [InlineData("1.30", "MK131 Unhealthy widgets of x/v1beta1")]
    [InlineData("1.33", "MK132 Warning widgets of x/v1beta1")]
    [InlineData("1.34", null)]
    [InlineData("", null)]
    public async Task An_api_in_use_is_reported_when_its_removal_is_near(string removed, string? expected)
    {
        var session = new StubSession
        {
            Answer = path => new ServerAnswer(200, path == "version" ? """{"gitVersion": "v1.30.1"}""" : $$"""
                # HELP apiserver_requested_deprecated_apis x
                apiserver_requested_deprecated_apis{group="extensions",removed_release="1.22",resource="ingresses",subresource="",version="v1beta1"} 1
                apiserver_requested_deprecated_apis{group="x",removed_release="{{removed}}",resource="widgets",subresource="",version="v1beta1"} 1
                apiserver_request_total{group="x",removed_release="1.30"} 1
                """),
        };
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("DeprecatedApis", session)));
    }

    [Fact]
    public async Task Without_the_right_to_read_metrics_the_use_of_apis_is_unknown() => Assert.Equal(
        ["MK001 Unknown /metrics"],
        Wrong(await FindAsync("DeprecatedApis", new StubSession
        {
            Answer = path => path == "version" ? new ServerAnswer(200, """{"gitVersion": "v1.30.1"}""") : new ServerAnswer(403, ""),
        })));

    [Theory]
    [InlineData("""{"failurePolicy": "Fail"}""", "web", null)]
    [InlineData("""{"failurePolicy": "Fail"}""", "sick", "MK141 Unhealthy ValidatingWebhookConfiguration guard")]
    [InlineData("{}", "none", "MK141 Unhealthy ValidatingWebhookConfiguration guard")]
    [InlineData("""{"failurePolicy": "Ignore"}""", "none", "MK142 Warning ValidatingWebhookConfiguration guard")]
    [InlineData("""{"timeoutSeconds": 30}""", "web", "MK143 Warning ValidatingWebhookConfiguration guard")]
    [InlineData("""{"rules": [{"apiGroups": [""], "resources": ["pods"]}]}""", "web", "MK144 Warning ValidatingWebhookConfiguration guard")]
    [InlineData("""{"failurePolicy": "Ignore", "rules": [{"apiGroups": ["*"], "resources": ["pods"]}]}""", "web", null)]
    [InlineData("""{"rules": [{"apiGroups": ["x.io"], "resources": ["*"]}]}""", "web", null)]
    [InlineData("""{"rules": [{"apiGroups": ["*"], "resources": ["*"]}], "objectSelector": {"matchLabels": {"a": "b"}}}""", "web", null)]
    [InlineData("""{"rules": [{"apiGroups": ["*"], "resources": ["*"]}], "namespaceSelector": {"matchExpressions": [{"key": "name", "operator": "NotIn", "values": ["kube-system"]}]}}""", "web", null)]
    public async Task A_webhook_has_a_backend_and_leaves_the_system_alone(string webhook, string service, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Webhooks", Object("Namespace", "kube-system", """{"metadata": {"labels": {"name": "kube-system"}}}"""),
            Object("Service", "web", "{}"), Slice("web", "{}"),
            Object("Service", "sick", "{}"), Slice("sick", """{"conditions": {"ready": false}}"""),
            Object("ValidatingWebhookConfiguration", "guard", $$$"""
                {"webhooks": [{"name": "g", "clientConfig": {"service": {"name": "{{{service}}}", "namespace": "shop"}}{{{(webhook == "{}" ? "" : $", {webhook[1..^1]}")}}}}]}
                """))));

    [Theory]
    [InlineData(4, null)]
    [InlineData(6, "MK162 Unhealthy Namespace old")]
    public async Task A_namespace_that_does_not_end_is_stuck_and_says_why(int minutes, string? expected)
    {
        IReadOnlyList<HealthFinding> findings = await FindAsync("Namespaces", Object("Namespace", "old", $$$"""
            {"metadata": {"deletionTimestamp": "{{{Ago(minutes)}}}"},
             "status": {"conditions": [{"type": "NamespaceFinalizersRemaining", "status": "True", "message": "Some content has finalizers: x.io/y in 1 resource instances"}]}}
            """));
        Assert.Equal(expected is null ? [] : [expected], Wrong(findings));
        if (expected is not null) Assert.Contains("x.io/y", findings[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_is_not_established_is_found() => Assert.Equal(
        ["MK161 Unhealthy CustomResourceDefinition a.b"],
        Wrong(await FindAsync("CustomResources", Object("CustomResourceDefinition", "a.b", """
            {"status": {"conditions": [{"type": "NamesAccepted", "status": "False", "reason": "ListKindConflict"}, {"type": "Established", "status": "False"}]}}
            """))));

    [Theory]
    [InlineData(15, null)]
    [InlineData(13, "MK153 Warning APIService v1.x")]
    [InlineData(-1, "MK153 Unhealthy APIService v1.x")]
    public async Task A_bundle_is_valid_for_a_while(int days, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("Certificates", Object("APIService", "v1.x", $$$"""
            {"spec": {"service": {"name": "x"}, "caBundle": "{{{Certificate(days)}}}"}}
            """))));

    [Theory]
    [InlineData(13, 400, "MK151 Warning certificate of the API server")]
    [InlineData(400, -1, "MK152 Unhealthy client certificate of the kubeconfig")]
    [InlineData(400, 400, null)]
    public async Task The_certificates_of_the_connection_are_judged(int server, int client, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("Certificates", new StubSession
        {
            Shown = new ConnectionCertificates(Now.AddDays(server), Now.AddDays(client)),
        })));

    [Theory]
    [InlineData("{}", 11, "MK154 Warning CertificateSigningRequest csr-1")]
    [InlineData("{}", 9, null)]
    [InlineData("""{"conditions": [{"type": "Denied", "status": "True"}]}""", 11, null)]
    public async Task A_signing_request_is_answered(string status, int minutes, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync("Certificates", Object("CertificateSigningRequest", "csr-1", $$$"""
            {"metadata": {"creationTimestamp": "{{{Ago(minutes)}}}"}, "spec": {"username": "u", "signerName": "s"}, "status": {{{status}}}}
            """))));

    [Fact]
    public async Task A_certificate_of_cert_manager_is_ready() => Assert.Equal(
        ["MK156 Unhealthy Certificate shop/web"],
        Wrong(await FindAsync("Certificates", Object("Certificate", "web", """
            {"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "DoesNotExist", "message": "no secret"}]}}
            """))));

    [Fact]
    public async Task A_secret_with_a_certificate_that_ends_is_found_and_shows_no_key()
    {
        IReadOnlyList<HealthFinding> findings = await FindAsync(
            "TlsSecrets", Object("Secret", "old", $$$"""{"data": {"tls.crt": "{{{Certificate(-1)}}}", "tls.key": "c2VjcmV0"}}"""),
            Object("Secret", "odd", """{"data": {"tls.crt": "bm9uZQ=="}}"""), Object("Secret", "good", $$$"""{"data": {"tls.crt": "{{{Certificate(90)}}}"}}"""));
        Assert.Equal(["MK155 Unhealthy Secret shop/old", "MK155 Warning Secret shop/odd"], Wrong(findings));
        Assert.DoesNotContain("c2VjcmV0", string.Concat(findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_the_metrics_api_does_not_know_are_found() => Assert.Equal(
        ["MK321 Warning Node b"],
        Wrong(await FindAsync(
            "Metrics", Node("a"), Node("b"), Object("NodeMetrics", "a", "{}"),
            Object("Node", "c", """{"status": {"conditions": [{"type": "Ready", "status": "False"}]}}"""))));

    [Theory]
    [InlineData("""{"selector": {"matchLabels": {"app": "web"}}, "endpoints": [{"port": "metrics"}]}""", null)]
    [InlineData("""{"selector": {"matchLabels": {"app": "api"}}, "endpoints": [{"port": "metrics"}]}""", "MK801 Warning ServiceMonitor shop/web")]
    [InlineData("""{"selector": {"matchLabels": {"app": "web"}}, "endpoints": [{"port": "none"}]}""", "MK802 Warning ServiceMonitor shop/web")]
    [InlineData("""{"selector": {"matchLabels": {"app": "web"}}, "namespaceSelector": {"matchNames": ["other"]}, "endpoints": []}""", "MK801 Warning ServiceMonitor shop/web")]
    public async Task A_monitor_selects_a_service_with_its_port(string spec, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Monitors", Object("Service", "web", """
                {"metadata": {"labels": {"app": "web"}}, "spec": {"ports": [{"name": "metrics", "port": 9090}]}}
                """),
            Object("ServiceMonitor", "web", $$$"""{"spec": {{{spec}}}}"""))));

    [Theory]
    [InlineData("""{"selector": {"matchLabels": {"app": "web"}}, "podMetricsEndpoints": [{"port": "metrics"}]}""", null)]
    [InlineData("""{"selector": {"matchLabels": {"app": "api"}}, "podMetricsEndpoints": [{"port": "metrics"}]}""", "MK801 Warning PodMonitor shop/web")]
    [InlineData("""{"selector": {"matchLabels": {"app": "web"}}, "podMetricsEndpoints": [{"port": "none"}]}""", "MK802 Warning PodMonitor shop/web")]
    public async Task A_monitor_of_pods_selects_pods_with_its_port(string spec, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Monitors", Object("Pod", "web-1", """
                {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "ports": [{"name": "metrics", "containerPort": 9090}]}]}}
                """),
            Object("PodMonitor", "web", $$$"""{"spec": {{{spec}}}}"""))));

    [Theory]
    [InlineData("""{"serviceMonitorSelector": {}, "serviceMonitorNamespaceSelector": {}}""", null)]
    [InlineData("""{"serviceMonitorSelector": {}, "serviceMonitorNamespaceSelector": {"matchLabels": {"watch": "yes"}}}""", null)]
    [InlineData("""{"serviceMonitorSelector": {}}""", "MK804 Warning ServiceMonitor shop/web")]
    [InlineData("""{"serviceMonitorSelector": {"matchLabels": {"release": "kps"}}, "serviceMonitorNamespaceSelector": {}}""", "MK804 Warning ServiceMonitor shop/web")]
    [InlineData("""{"podMonitorSelector": {}, "serviceMonitorNamespaceSelector": {}}""", "MK804 Warning ServiceMonitor shop/web")]
    [InlineData("""{"serviceMonitorSelector": {}, "serviceMonitorNamespaceSelector": {"matchLabels": {"watch": "no"}}}""", "MK804 Warning ServiceMonitor shop/web")]
    public async Task A_Prometheus_takes_a_monitor(string spec, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "Monitors", Object("Namespace", "shop", """{"metadata": {"labels": {"watch": "yes"}}}"""),
            Object("Service", "web", """
                {"metadata": {"labels": {"app": "web"}}, "spec": {"ports": [{"name": "metrics", "port": 9090}]}}
                """),
            Object("ServiceMonitor", "web", """
                {"spec": {"selector": {"matchLabels": {"app": "web"}}, "endpoints": [{"port": "metrics"}]}}
                """),
            Object("Prometheus", "k8s", $$$"""{"spec": {{{spec}}}}""", "monitoring"))));

    [Theory]
    [InlineData(2, 2, null)]
    [InlineData(2, 1, "MK803 Warning DaemonSet logging/fluent-bit")]
    [InlineData(1, 1, "MK803 Warning DaemonSet logging/fluent-bit")]
    public async Task A_log_collector_runs_on_every_node(int wanted, int ready, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Wrong(await FindAsync(
            "LogCollector", Node("a"), Node("b"), Object("DaemonSet", "fluent-bit", $$$"""
                {"status": {"desiredNumberScheduled": {{{wanted}}}, "numberReady": {{{ready}}}}}
                """, "logging"))));

    [Fact]
    public async Task Warning_events_are_evidence_and_no_verdict()
    {
        HealthFinding finding = Assert.Single(await FindAsync(
            "Events", Event("a", "BackOff", 5, 10), Event("b", "BackOff", 2, 5), Event("c", "Old", 9, 61)));
        Assert.Equal((HealthStatus.Healthy, null), (finding.Status, finding.Code));
        Assert.Equal("In the last 60 min: 7 BackOff (Pod shop/b)", finding.Evidence);
    }

    private static KubeObject Event(string pod, string reason, int count, int minutes) => Object("Event", $"{pod}.1", $$$"""
        {"type": "Warning", "reason": "{{{reason}}}", "count": {{{count}}}, "lastTimestamp": "{{{Ago(minutes)}}}", "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "{{{pod}}}"}}
        """);

    private static KubeObject Node(string name) => Object("Node", name, """{"status": {"conditions": [{"type": "Ready", "status": "True"}]}}""");

    private static KubeObject Slice(string service, string endpoint) => Object("EndpointSlice", $"{service}-1", $$$"""
        {"metadata": {"labels": {"kubernetes.io/service-name": "{{{service}}}"}}, "endpoints": [{{{endpoint}}}]}
        """);

    private static string Certificate(int daysLeft)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(Now.AddDays(-100), Now.AddDays(daysLeft));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
    }
}

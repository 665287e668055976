using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Tests.Health;

namespace MicroK8s.Tests.Metrics;

/// <summary>The Services of usual installations.</summary>
public sealed class PrometheusServicesTests
{
    public static TheoryData<string, string, string, string> Installations => new()
    {
        // name, labels, ports (name number), what is found: port
        { "prometheus-server", "app.kubernetes.io/name=prometheus,app.kubernetes.io/component=server", "http 80", "http" },
        { "prometheus-server", "app=prometheus,component=server", "http 80", "http" },
        { "rel-prometheus-server", "", "http 80", "http" },
        { "kube-prometheus-stack-prometheus", "app=kube-prometheus-stack-prometheus", "http-web 9090,reloader-web 8080", "http-web" },
        { "kube-prom-stack-kube-prome-prometheus", "app=kube-prometheus-stack-prometheus", "http-web 9090", "http-web" },
        { "prometheus-k8s", "app.kubernetes.io/name=prometheus,app.kubernetes.io/component=prometheus", "web 9090,reloader-web 8080", "web" },
        { "prometheus", "app=prometheus", " 9090", "9090" },
        { "prometheus", "app.kubernetes.io/name=prometheus", "custom 1234", "custom" },
        { "prometheus-operated", "operated-prometheus=true", "http-web 9090", "http-web" },
        { "prometheus-k8s-thanos-sidecar", "app.kubernetes.io/name=prometheus,app.kubernetes.io/component=thanos-sidecar", "grpc 10901", "" },
        { "prometheus-alertmanager", "app.kubernetes.io/name=alertmanager", "http 9093", "" },
        { "prometheus-node-exporter", "app.kubernetes.io/name=prometheus-node-exporter", "metrics 9100", "" },
        { "prometheus", "", "a 1,b 2", "" },
        { "web", "app=web", "http 80", "" },
    };

    [Theory]
    [MemberData(nameof(Installations))]
    public void A_Service_is_known_by_its_name_or_labels(string name, string labels, string ports, string port) =>
        Assert.Equal(
            port.Length == 0 ? [] : [new ProxiedService("monitoring", name, port)],
            PrometheusServices.Among([Service("monitoring", name, labels, ports)]));

    [Fact]
    public void The_governing_Service_is_no_second_one_and_https_is_seen()
    {
        KubeObject[] stack =
        [
            Service("monitoring", "prometheus-operated", "operated-prometheus=true", "http-web 9090"),
            Service("monitoring", "rel-kube-prometheus-prometheus", "", "http-web 9090"),
        ];
        Assert.Equal("Service monitoring/rel-kube-prometheus-prometheus:http-web", $"{PrometheusServices.Among(stack).Single()}");
        Assert.Equal(
            "api/v1/namespaces/m/services/https:prometheus:https-web/proxy/",
            PrometheusServices.Among([Service("m", "prometheus", "", "https-web 9091")]).Single().GetPath());
    }

    [Fact]
    public async Task None_and_several_are_faults()
    {
        var session = new StubSession { Objects = [Service("shop", "web", "", "http 80")] };
        ClusterException none = await Assert.ThrowsAsync<ClusterException>(() =>
            PrometheusServices.FindAsync(session, null, CancellationToken.None));
        Assert.Equal((ClusterFault.ResourceNotFound, "No Service of Prometheus was found in the cluster."), (none.Fault, none.Message));

        session.Objects.Add(Service("b", "prometheus-server", "", "http 80"));
        session.Objects.Add(Service("a", "prometheus", "", "web 9090"));
        ClusterException several = await Assert.ThrowsAsync<ClusterException>(() =>
            PrometheusServices.FindAsync(session, null, CancellationToken.None));
        Assert.Equal(
            (ClusterFault.InvalidSpec, "There are 2 Services of Prometheus in the cluster: "
                + "Service a/prometheus:web, Service b/prometheus-server:http."),
            (several.Fault, several.Message));
        ProxiedService one = await PrometheusServices.FindAsync(session, "b", CancellationToken.None);
        Assert.Equal("prometheus-server", one.Name);
    }

    [Theory]
    [InlineData("m", "p", null, "", "api/v1/namespaces/m/services/p/proxy/")]
    [InlineData("m", "p", "9090", "", "api/v1/namespaces/m/services/p:9090/proxy/")]
    [InlineData("m", "p", "web", "/prometheus/", "api/v1/namespaces/m/services/p:web/proxy/prometheus/")]
    public void The_path_is_that_of_the_service_proxy(string ns, string name, string? port, string prefix, string path) =>
        Assert.Equal(path, new ProxiedService(ns, name, port) { Prefix = prefix }.GetPath());

    [Theory]
    [InlineData("m", "../secrets", "web")]
    [InlineData("m", "p", "web/../..")]
    [InlineData("m", "p", "0")]
    [InlineData("m", "p", "")]
    [InlineData("..", "p", "web")]
    public void What_would_lead_elsewhere_is_refused(string ns, string name, string port) => Assert.Equal(
        ClusterFault.InvalidSpec,
        Assert.Throws<ClusterException>(() => new ProxiedService(ns, name, port).GetPath()).Fault);

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../../secrets")]
    [InlineData("a/%2e%2e")]
    public void A_prefix_leads_down_only(string prefix) => Assert.Equal(
        ClusterFault.InvalidSpec,
        Assert.Throws<ClusterException>(() => new ProxiedService("m", "p", "web") { Prefix = prefix }.GetPath()).Fault);

    private static KubeObject Service(string ns, string name, string labels, string ports)
    {
        ObjectBuilder service = ObjectBuilder.Service(name).WithMetadata($"\"namespace\": \"{ns}\"");
        foreach (string[] label in labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')))
        {
            service.Label(label[0], label[1]);
        }

        string list = string.Join(',', ports.Split(',').Select(one => one.Split(' ')).Select(port =>
            $$"""{ {{(port[0].Length > 0 ? $"\"name\": \"{port[0]}\"," : "")}} "port": {{port[1]}} }"""));
        return service.WithSpec($"\"ports\": [ {list} ]").Object();
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Changes;
using MicroK8s.Resources;
using MicroK8s.Tests.Services;
using MicroK8s.Tests.Services.Spec;
using MicroK8s.Updates;
using static MicroK8s.Tests.Changes.ChangeText;

namespace MicroK8s.Tests.Changes;

public sealed class ServiceEditTests
{
    private const string Http = """{"name":"http","port":80,"targetPort":8080,"protocol":"TCP","nodePort":30001,"appProtocol":"h2c"}""";

    [Fact]
    public void A_port_that_moves_is_led_to_by_the_name_that_old_and_new_pods_share()
    {
        (string service, string workload, int gaps) = Ports("http:80:9090", Http);
        Assert.Equal("replace /spec/ports/0/targetPort \"http\"", service);
        Assert.Equal("replace /spec/template/spec/containers/0/ports/0/containerPort 9090", workload);
        Assert.Equal(0, gaps);
    }

    [Fact]
    public void A_target_by_name_needs_no_change_of_the_service()
    {
        (string service, string workload, _) = Ports(
            "http:80:9090", """{"name":"http","port":80,"targetPort":"http","protocol":"TCP"}""");
        Assert.Empty(service);
        Assert.Equal("replace /spec/template/spec/containers/0/ports/0/containerPort 9090", workload);
    }

    [Fact]
    public void Without_a_shared_name_there_is_a_gap()
    {
        (string service, _, int gaps) = Ports("http:80:9090", Http, containerPorts: "[]");
        Assert.Equal("replace /spec/ports/0/targetPort 9090", service);
        Assert.Equal(1, gaps);
    }

    [Fact]
    public void Ports_come_and_go_and_the_rest_of_them_stays()
    {
        (string service, string workload, int gaps) = Ports("http:80:8080, admin:81:8081", Http);
        Assert.Equal(
            """add /spec/ports/- {"name":"admin","port":81,"protocol":"TCP","targetPort":8081}""", service);
        Assert.Equal(
            """add /spec/template/spec/containers/0/ports/- {"name":"admin","containerPort":8081,"protocol":"TCP"}""",
            workload);
        Assert.Equal(0, gaps);
        Assert.Equal(
            "remove /spec/template/spec/containers/0/ports/0\n"
            + """add /spec/template/spec/containers/0/ports/- {"name":"admin","containerPort":8081,"protocol":"TCP"}""",
            Ports("admin:81:8081", Http).Workload);
    }

    [Fact]
    public void The_only_port_without_a_name_stays_without_one()
    {
        (string service, _, _) = Ports("80:9090", """{"port":80,"targetPort":8080,"protocol":"TCP"}""");
        Assert.Equal(
            """replace /spec/ports [{"port":80,"targetPort":"http","protocol":"TCP"}]""", service);
    }

    [Fact]
    public void The_way_back_inside_takes_what_is_for_outside_along() => Assert.Equal(
        "replace /spec/type \"ClusterIP\"\nremove /spec/externalTrafficPolicy\nremove /spec/ports/0/nodePort",
        Service(Wish(("ServiceType", "ClusterIP")), """ "type":"NodePort","externalTrafficPolicy":"Cluster", """));

    [Fact]
    public void Affinity_and_its_time_are_one_thing()
    {
        Assert.Equal(
            """
            add /spec/sessionAffinity "ClientIP"
            add /spec/sessionAffinityConfig {"clientIP":{"timeoutSeconds":60}}
            """,
            Service(Wish(("SessionAffinity", "ClientIP"), ("SessionAffinityTimeout", 60))));
        Assert.Equal(
            "replace /spec/sessionAffinity \"None\"\nremove /spec/sessionAffinityConfig",
            Service(Wish(("SessionAffinity", null)), """ "sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{}}, """));
    }

    [Fact]
    public void Impossible_wishes_are_refused_with_their_rule()
    {
        InvalidSpec.Throws("ServiceType", "headless", () => Service(Wish(("ServiceType", "Headless"))));
        InvalidSpec.Throws("ServiceType", "headless", () => Service(Wish(("ServiceType", "ClusterIP")), """ "clusterIP":"None", """));
        InvalidSpec.Throws("NodePort", "-ServiceType NodePort", () => Service(Wish(("NodePort", 30080))));
        Assert.Contains(
            "replace /spec/ports/0/nodePort 30080",
            Service(Wish(("NodePort", 30080), ("ServiceType", "NodePort"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ports_that_change_places_both_move()
    {
        (_, string workload, _) = Ports(
            "http:80:8081, admin:81:8080",
            """{"name":"http","port":80,"targetPort":"http"},{"name":"admin","port":81,"targetPort":"admin"}""",
            """[{"name":"http","containerPort":8080},{"name":"admin","containerPort":8081}]""");
        Assert.Equal(
            """
            replace /spec/template/spec/containers/0/ports/0/containerPort 8081
            replace /spec/template/spec/containers/0/ports/1/containerPort 8080
            """, workload);
    }

    [Theory]
    [InlineData("9090", "port-8080")]
    [InlineData("9090", "http")]
    [InlineData("90:9090", "http")]
    public void A_port_without_a_name_takes_the_place_of_the_only_one_and_is_reached_by_its_name(string wanted, string name)
    {
        (string service, string workload, int gaps) = Ports(
            wanted, $$"""{"name":"{{name}}","port":8080,"targetPort":8080,"protocol":"TCP"}""",
            $$"""[{"name":"{{name}}","containerPort":8080,"protocol":"TCP"}]""");
        Assert.Equal(
            $$"""
            replace /spec/ports/0/port {{wanted.Split(':')[0]}}
            replace /spec/ports/0/targetPort "{{name}}"
            """, service);
        Assert.Equal("replace /spec/template/spec/containers/0/ports/0/containerPort 9090", workload);
        Assert.Equal(0, gaps);
    }

    [Fact]
    public void No_two_wanted_ports_are_the_same_one_of_the_Service()
    {
        (string service, string workload, _) = Ports(
            "9090, 8080", """{"name":"port-8080","port":9090,"targetPort":"port-8080","protocol":"TCP"}""",
            """[{"name":"port-8080","containerPort":9090}]""");
        Assert.Contains("""{"name":"port-9090","port":9090,"protocol":"TCP","targetPort":9090}""", service, StringComparison.Ordinal);
        Assert.Contains("\"port\":8080,\"targetPort\":\"port-8080\"", service, StringComparison.Ordinal);
        Assert.Equal(
            """
            replace /spec/template/spec/containers/0/ports/0/containerPort 8080
            add /spec/template/spec/containers/0/ports/- {"name":"port-9090","containerPort":9090,"protocol":"TCP"}
            """, workload);
    }

    [Theory]
    [InlineData("grpc:9000", "http:80, grpc:9000")]
    [InlineData("a:9000, b:9001", "http:80, a:9000, b:9001")]
    [InlineData("http:80:9000", null)]
    [InlineData("9000", null)]
    [InlineData("http:80, grpc:9000", null)]
    public void While_one_port_takes_the_place_of_another_the_Service_has_both(string wanted, string? both)
    {
        JsonArray? ports = PortEdit.Bridge(Make(Http, ""), Wish(("Port", wanted)));
        Assert.Equal(both, ports is null ? null : string.Join(", ", ports.Select(port => $"{port!["name"]}:{port["port"]}")));
    }

    [Fact]
    public void The_only_port_may_be_without_a_name_until_there_are_two()
    {
        JsonArray ports = PortEdit.Bridge(Make("{\"port\":80}", ""), Wish(("Port", "grpc:9000")))!;
        Assert.Equal(["port-80", "grpc"], ports.Select(port => (string?)port!["name"]));
    }

    private static (string Service, string Workload, int Gaps) Ports(
        string wanted, string port, string containerPorts = """[{"name":"http","containerPort":8080,"protocol":"TCP"}]""")
    {
        KubeObject workload = DeploymentJson.With(json =>
            json["spec"]!["template"]!["spec"]!["containers"]![0]!["ports"] = JsonNode.Parse(containerPorts));
        KubeObject service = Make(port, "");
        ServiceChange wish = Wish(("Port", wanted));
        WorkloadDraft draft = WorkloadEdit.Apply(workload, wish, service);
        return (
            Update(service, wish, draft).Operations(), Plan(workload, wish, service).Operations(),
            PortEdit.WithGap(service, wish, draft).Count);
    }

    private static string Service(ServiceChange wish, string fields = "") => Update(
        Make(Http, fields), wish, WorkloadEdit.Apply(DeploymentJson.With(_ => { }), wish, null)).Operations();

    private static ObjectUpdate Update(KubeObject service, ServiceChange wish, WorkloadDraft draft) => ObjectUpdate.Plan(
        new ResourceRef(ResourceTypes.Service, "shop", "web"), service, read => ServiceEdit.Apply(read, wish, draft));

    private static KubeObject Make(string port, string fields) => ObjectBuilder.Service().Shown("s", "1")
        .WithSpec($$"""{ {{fields}} "ports": [{{port}}] }""").Object();
}

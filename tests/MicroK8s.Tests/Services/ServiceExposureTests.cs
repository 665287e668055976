using System.Text.Json.Nodes;
using MicroK8s.Services;
using MicroK8s.Tests.Services.Spec;

namespace MicroK8s.Tests.Services;

/// <summary>How a service is reached: Service, Ingress, ports of the container.</summary>
public sealed class ServiceExposureTests
{
    [Theory]
    [InlineData("ClusterIP", null, null)]
    [InlineData("NodePort", "NodePort", null)]
    [InlineData("loadbalancer", "LoadBalancer", null)]
    [InlineData("Headless", null, "None")]
    public void A_type_is_a_type_or_no_address(string given, string? type, string? address)
    {
        JsonNode service = Wish.Other("Service", ("Port", "80:8080"), ("ServiceType", given));
        Assert.Equal((type, address), ((string?)service["type"], (string?)service["clusterIP"]));
        Assert.Equal(8080, (int?)service["ports"]![0]!["targetPort"]);
    }

    [Fact]
    public void A_node_port_makes_the_type()
    {
        JsonNode service = Wish.Other("Service", ("Port", 80), ("NodePort", 30080));
        Assert.Equal(("NodePort", 30080), ((string?)service["type"], (int?)service["ports"]![0]!["nodePort"]));
        service = Wish.Other("Service", ("Port", new object?[]
        {
            InvalidSpec.Pairs(("Port", 80), ("NodePort", 30080)), InvalidSpec.Pairs(("Port", 81), ("NodePort", 30081)),
        }));
        Assert.Equal([30080, 30081], service["ports"]!.AsArray().Select(port => (int)port!["nodePort"]!));
    }

    [Fact]
    public void Affinity_and_pods_that_are_not_ready_have_their_fields() => Wish.AssertJson(
        """
        {
          "selector": { "app": "web" },
          "ports": [ { "name": "port-80", "port": 80, "targetPort": 80, "protocol": "TCP" } ],
          "sessionAffinity": "ClientIP", "sessionAffinityConfig": { "clientIP": { "timeoutSeconds": 60 } },
          "publishNotReadyAddresses": true
        }
        """,
        Wish.Other(
            "Service", ("Port", 80), ("SessionAffinity", "clientip"), ("SessionAffinityTimeout", "60"),
            ("PublishNotReadyAddresses", true)));

    [Fact]
    public void None_leaves_the_ports_to_the_container()
    {
        ServicePlan plan = Wish.Plan(("Port", 80), ("ServiceType", "None"));
        Assert.Empty(plan.Others);
        Assert.Equal(80, (int?)Wish.Container(("Port", 80), ("ServiceType", "None"))["ports"]![0]!["containerPort"]);
    }

    [Fact]
    public void A_second_name_of_a_port_leads_to_the_one_that_the_container_has()
    {
        (string, object?)[] fields =
            [("Port", "http:80:8080, alt:81:8080, web:8080, via:82:web"), ("LivenessProbe", "tcp:alt")];
        JsonNode container = Wish.Container(fields);
        Wish.AssertJson(
            """[{ "name": "http", "containerPort": 8080, "protocol": "TCP" }]""", container["ports"]);
        Assert.Equal("http", (string?)container["livenessProbe"]!["tcpSocket"]!["port"]);
        Assert.Equal("http", (string?)Wish.Other("Service", fields)["ports"]![3]!["targetPort"]);
    }

    [Fact]
    public void Probes_by_gRPC_have_a_number() => Wish.AssertJson(
        """{ "grpc": { "port": 9000, "service": "a.B" } }""",
        Wish.Container(("Port", "api:9000"), ("ReadinessProbe", "grpc:api/a.B"))["readinessProbe"]);

    [Fact]
    public void An_ingress_has_hosts_paths_class_and_certificate() => Wish.AssertJson(
        """
        {
          "ingressClassName": "nginx",
          "tls": [ { "hosts": [ "shop.example.com", "*.example.com" ], "secretName": "shop-tls" } ],
          "rules": [
            { "host": "shop.example.com", "http": { "paths": [
              { "path": "/", "pathType": "Prefix",
                "backend": { "service": { "name": "web", "port": { "name": "http" } } } },
              { "path": "/admin", "pathType": "Exact",
                "backend": { "service": { "name": "web", "port": { "number": 81 } } } }
            ] } },
            { "host": "*.example.com", "http": { "paths": [
              { "path": "/api", "pathType": "Prefix",
                "backend": { "service": { "name": "web", "port": { "name": "http" } } } }
            ] } },
            { "http": { "paths": [
              { "path": "/any", "pathType": "Prefix",
                "backend": { "service": { "name": "web", "port": { "name": "http" } } } }
            ] } }
          ]
        }
        """,
        Wish.Other(
            "Ingress", ("Port", "http:80, alt:81"), ("IngressClass", "nginx"), ("TlsSecret", "shop-tls"),
            ("Ingress", new object?[]
            {
                "shop.example.com, *.example.com/api", "/any",
                InvalidSpec.Pairs(
                    ("Host", "shop.example.com"), ("Path", "/admin"), ("PathType", "exact"), ("Port", 81)),
            })));

    [Theory]
    [InlineData("https://a.io", "is not a host")]
    [InlineData("a.io:80", "is not a host")]
    [InlineData("Shop.io", "is not a host")]
    [InlineData("a.*.io", "is not a host")]
    [InlineData("a.io//x", "is not a path")]
    public void A_wrong_host_or_path_is_refused(string text, string rule) =>
        InvalidSpec.Throws("Ingress", rule, () => Wish.Plan(("Port", 80), ("Ingress", text)));
}

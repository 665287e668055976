using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Services.Spec;

namespace MicroK8s.Tests.Services.Objects;

/// <summary>The two services of the article (§10.1), as the module makes them.</summary>
public sealed class ServiceManifestsTests
{
    [Fact]
    public void The_api_gateway_is_made_as_the_article_writes_it()
    {
        var wanted = new ServiceSpec("api-gateway", "shop", ImageReference.Parse("nginx:alpine"))
        {
            Replicas = 2,
            Ports = PortSpec.ParseAll(["80"]),
            Requests = ResourceAmounts.Parse(InvalidSpec.Pairs(("memory", "128Mi"), ("cpu", "100m")), "Request"),
            Limits = ResourceAmounts.Parse(InvalidSpec.Pairs(("memory", "256Mi"), ("cpu", "200m")), "Limit"),
        };
        ServicePlan plan = ServicePlanner.Plan(wanted);
        AssertJson(
            """
            {
              "apiVersion": "apps/v1", "kind": "Deployment",
              "metadata": {
                "name": "api-gateway", "namespace": "shop",
                "labels": {
                  "app": "api-gateway", "app.kubernetes.io/name": "api-gateway",
                  "app.kubernetes.io/managed-by": "MicroK8s.PowerShell",
                  "track": "stable", "version": "alpine", "app.kubernetes.io/version": "alpine"
                },
                "annotations": { "kubernetes.io/change-cause": "image nginx:alpine" }
              },
              "spec": {
                "replicas": 2,
                "selector": { "matchLabels": { "app": "api-gateway", "track": "stable" } },
                "template": {
                  "metadata": {
                    "labels": {
                      "app": "api-gateway", "app.kubernetes.io/name": "api-gateway",
                      "app.kubernetes.io/managed-by": "MicroK8s.PowerShell",
                      "track": "stable", "version": "alpine", "app.kubernetes.io/version": "alpine"
                    }
                  },
                  "spec": {
                    "containers": [
                      {
                        "name": "api-gateway", "image": "nginx:alpine",
                        "ports": [ { "name": "port-80", "containerPort": 80, "protocol": "TCP" } ],
                        "resources": {
                          "requests": { "cpu": "100m", "memory": "128Mi" },
                          "limits": { "cpu": "200m", "memory": "256Mi" }
                        },
                        "securityContext": { "allowPrivilegeEscalation": false }
                      }
                    ]
                  }
                }
              }
            }
            """,
            plan.Workload.Manifest);
        AssertJson(
            """
            {
              "apiVersion": "v1", "kind": "Service",
              "metadata": {
                "name": "api-gateway", "namespace": "shop",
                "labels": {
                  "app": "api-gateway", "app.kubernetes.io/name": "api-gateway",
                  "app.kubernetes.io/managed-by": "MicroK8s.PowerShell"
                }
              },
              "spec": {
                "selector": { "app": "api-gateway" },
                "ports": [ { "name": "port-80", "port": 80, "targetPort": 80, "protocol": "TCP" } ]
              }
            }
            """,
            plan.Others[0].Manifest);
    }

    [Fact]
    public void The_user_service_has_its_probes()
    {
        ServicePlan plan = ServicePlanner.Plan(
            new ServiceSpec("user-service", "shop", ImageReference.Parse("registry.example.com/user-service:v1.0"))
            {
                Replicas = 3,
                Ports = PortSpec.ParseAll(["http:80:8080"]),
                LivenessProbe = ProbeFields.Parse(
                    InvalidSpec.Pairs(
                        ("Path", "/health"), ("Port", 8080), ("InitialDelaySeconds", 30), ("PeriodSeconds", 10)),
                    "L"),
                ReadinessProbe = ProbeFields.Parse(
                    InvalidSpec.Pairs(("Path", "/ready"), ("InitialDelaySeconds", 5), ("PeriodSeconds", 5)), "R"),
            });
        AssertJson(
            """
            {
              "name": "user-service", "image": "registry.example.com/user-service:v1.0",
              "ports": [ { "name": "http", "containerPort": 8080, "protocol": "TCP" } ],
              "livenessProbe": {
                "httpGet": { "path": "/health", "port": 8080, "scheme": "HTTP" },
                "initialDelaySeconds": 30, "periodSeconds": 10
              },
              "readinessProbe": {
                "httpGet": { "path": "/ready", "port": 8080, "scheme": "HTTP" },
                "initialDelaySeconds": 5, "periodSeconds": 5
              },
              "securityContext": { "allowPrivilegeEscalation": false }
            }
            """,
            Container(plan));
    }

    [Fact]
    public void Everything_else_has_its_place()
    {
        ServicePlan plan = ServicePlanner.Plan(
            new ServiceSpec("web", "shop", ImageReference.Parse("web:v1"))
            {
                Ports = PortSpec.ParseAll(["http:80:8080", "alt:81:8080", "dns:53/UDP"]),
                LivenessProbe = ProbeText.Parse("exec:cat /ok", "L"),
                ReadinessProbe = ProbeText.Parse("tcp:http", "R"),
                StartupProbe = ProbeFields.Parse(
                    InvalidSpec.Pairs(("Path", "/"), ("Host", "h"), ("Headers", InvalidSpec.Pairs(("A", "b")))), "S"),
                Environment = EnvironmentInput.ParseValues(InvalidSpec.Pairs(("B", 1), ("A", "x"))),
                Labels = ServiceMetadata.ParseLabels(InvalidSpec.Pairs(("app.kubernetes.io/part-of", "shop"))),
                Annotations = ServiceMetadata.ParseAnnotations(
                    InvalidSpec.Pairs(("team", "a b"), ("kubernetes.io/change-cause", "first"))),
            },
            new PipelineRun("7", "ci", "Jo", "https://dev.example.com/p/_build/results?buildId=9"));
        AssertJson(
            """
            {
              "name": "web", "image": "web:v1",
              "ports": [
                { "name": "http", "containerPort": 8080, "protocol": "TCP" },
                { "name": "dns", "containerPort": 53, "protocol": "UDP" }
              ],
              "env": [ { "name": "B", "value": "1" }, { "name": "A", "value": "x" } ],
              "livenessProbe": { "exec": { "command": [ "cat", "/ok" ] } },
              "readinessProbe": { "tcpSocket": { "port": "http" } },
              "startupProbe": {
                "httpGet": {
                  "path": "/", "port": 8080, "scheme": "HTTP", "host": "h",
                  "httpHeaders": [ { "name": "A", "value": "b" } ]
                }
              },
              "securityContext": { "allowPrivilegeEscalation": false }
            }
            """,
            Container(plan));
        JsonNode metadata = plan.Workload.Manifest["metadata"]!;
        AssertJson(
            """
            {
              "kubernetes.io/change-cause": "first", "team": "a b",
              "azure-pipelines/run": "7", "azure-pipelines/pipeline": "ci",
              "azure-pipelines/requested-for": "Jo",
              "azure-pipelines/runuri": "https://dev.example.com/p/_build/results?buildId=9"
            }
            """,
            metadata["annotations"]!);
        Assert.Equal("shop", (string?)metadata["labels"]!["app.kubernetes.io/part-of"]);
        AssertJson("""{ "team": "a b" }""", plan.Workload.Manifest["spec"]!["template"]!["metadata"]!["annotations"]!);
        AssertJson("""{ "team": "a b" }""", plan.Others[0].Manifest["metadata"]!["annotations"]!);
    }

    [Fact]
    public void Without_ports_there_is_no_service() => Assert.Empty(
        ServicePlanner.Plan(new ServiceSpec("worker", "shop", ImageReference.Parse("web:v1"))).Others);

    [Fact]
    public void The_plan_tells_every_field_but_no_value_of_the_environment()
    {
        string description = ServicePlanner.Plan(new ServiceSpec("web", "shop", ImageReference.Parse("web:v1"))
        {
            Ports = PortSpec.ParseAll(["80:8080"]),
            ReadinessProbe = ProbeText.Parse("/ready", "R"),
            Environment = EnvironmentInput.ParseValues(InvalidSpec.Pairs(("TOKEN", "hush"))),
        }).Description;
        Assert.Contains("GET /ready on 8080", description, StringComparison.Ordinal);
        Assert.Contains("TOKEN", description, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_across_parameters_are_checked()
    {
        var spec = new ServiceSpec("web", "shop", ImageReference.Parse("web:v1"))
        {
            Ports = PortSpec.ParseAll(["http:80"]),
        };
        var twice = new ProbeSpec(ProbeKind.Http) { SuccessThreshold = 2 };
        InvalidSpec.Throws("Replicas", "negative", () => ServicePlanner.Plan(spec with { Replicas = -1 }));
        InvalidSpec.Throws(
            "ReadinessProbe", "Did you mean 'http'?",
            () => ServicePlanner.Plan(spec with { ReadinessProbe = ProbeText.Parse("/:htp", "ReadinessProbe") }));
        InvalidSpec.Throws(
            "LivenessProbe", "must be 1",
            () => ServicePlanner.Plan(spec with { LivenessProbe = twice }));
        ServicePlanner.Plan(spec with { ReadinessProbe = twice });
    }

    private static JsonNode Container(ServicePlan plan) =>
        plan.Workload.Manifest["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private static void AssertJson(string expected, JsonNode actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.ToJsonString())), actual.ToJsonString());
}

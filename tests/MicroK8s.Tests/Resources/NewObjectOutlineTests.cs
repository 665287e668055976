using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Resources;

public sealed class NewObjectOutlineTests
{
    private const string Sent =
        """
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "labels": { "app": "web" } },
          "spec": { "template": { "spec": { "containers": [ {
            "name": "web", "image": "a:1", "resources": { "limits": { "cpu": "1000m" } },
            "env": [ { "name": "TOKEN", "value": "hush" } ]
          } ] } } }
        }
        """;

    [Fact]
    public void Fields_are_grouped_and_what_the_server_adds_or_respells_is_marked() => Assert.Equal(
        """
        metadata.labels.app: web
        spec
          template.spec
            containers[web]
              image: a:1
              resources.limits.cpu: 1 (sent as 1000m)
              env[TOKEN].value: (hidden)
            restartPolicy: Always (default)
          strategy (default)
            type: RollingUpdate
            rollingUpdate.maxSurge: 25%
        """,
        Lines(
            Sent,
            """
            {
              "apiVersion": "apps/v1", "kind": "Deployment",
              "metadata": { "name": "web", "uid": "1", "labels": { "app": "web" }, "managedFields": [] },
              "spec": {
                "template": { "metadata": { "creationTimestamp": null }, "spec": { "containers": [ {
                  "name": "web", "image": "a:1", "resources": { "limits": { "cpu": "1" } },
                  "env": [ { "name": "TOKEN", "value": "hush" } ]
                } ], "restartPolicy": "Always", "securityContext": {} } },
                "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxSurge": "25%" } }
              },
              "status": {}
            }
            """));

    [Fact]
    public void Without_a_dry_run_the_fields_are_those_that_are_sent() =>
        Assert.Contains("spec.template.spec.containers[web]\n  image: a:1", Lines(Sent, null), StringComparison.Ordinal);

    [Fact]
    public void What_a_dry_run_only_draws_is_not_promised() => Assert.Equal(
        """
        spec
          clusterIP: (chosen by the server)
          ports[http]
            port: 80
            nodePort: (chosen by the server)
        """,
        Lines(
            """{ "kind": "Service", "spec": { "ports": [ { "name": "http", "port": 80 } ] } }""",
            """{ "kind": "Service", "spec": { "clusterIP": "10.1.2.3", "ports": [ { "name": "http", "port": 80, "nodePort": 30123 } ] } }"""));

    private static string Lines(string sent, string? stored) => string.Join(
        '\n', NewObjectOutline.Lines(
            JsonNode.Parse(sent)!.AsObject(), stored is null ? null : KubeObject.Parse(stored)));
}

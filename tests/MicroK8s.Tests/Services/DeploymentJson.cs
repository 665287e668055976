using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Services;

/// <summary>A Deployment that is done rolling out; tests change one thing.</summary>
internal static class DeploymentJson
{
    public static KubeObject With(Action<JsonNode> change) => ObjectBuilder.Deployment()
        .Shown("u1", "7", generation: 2, created: "2026-01-01T00:00:00Z")
        .Label("app", "web")
        .WithSpec("""{ "replicas": 3 }""")
        .WithStatus(
            """
            {
              "observedGeneration": 2, "replicas": 3,
              "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3,
              "conditions": [ { "type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable" } ]
            }
            """)
        .With(deployment => change(deployment.Json)).Object();

    public static JsonNode Condition(string type, string status, string reason, string message) => new JsonArray(
        new JsonObject { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message });
}

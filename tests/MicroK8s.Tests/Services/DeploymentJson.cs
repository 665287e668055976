using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Services;

/// <summary>A Deployment that is done rolling out; tests change one thing.</summary>
internal static class DeploymentJson
{
    public static KubeObject With(Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(
            """
            {
              "kind": "Deployment",
              "metadata": {
                "name": "web", "namespace": "shop", "uid": "u1", "resourceVersion": "7", "generation": 2,
                "creationTimestamp": "2026-01-01T00:00:00Z", "labels": { "app": "web" }
              },
              "spec": {
                "replicas": 3,
                "selector": { "matchLabels": { "app": "web" } },
                "template": {
                  "metadata": { "labels": { "app": "web" } },
                  "spec": { "containers": [ { "name": "web", "image": "shop/web:v1.0" } ] }
                }
              },
              "status": {
                "observedGeneration": 2, "replicas": 3,
                "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3,
                "conditions": [ { "type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable" } ]
              }
            }
            """)!;
        change(json);
        return KubeObject.Parse(json.ToJsonString());
    }

    public static JsonNode Condition(string type, string status, string reason, string message) => new JsonArray(
        new JsonObject { ["type"] = type, ["status"] = status, ["reason"] = reason, ["message"] = message });
}

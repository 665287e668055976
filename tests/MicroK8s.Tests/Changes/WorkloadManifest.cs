namespace MicroK8s.Tests.Changes;

/// <summary>A workload of another author, with fields that the module knows nothing of; tests change one thing.</summary>
internal static class WorkloadManifest
{
    /// <param name="name">Its name, which selects its pods.</param>
    /// <param name="replicas">How many pods it wants; null for a DaemonSet.</param>
    /// <param name="nowhere">Whether no node fits its pods, so that none is made or started.</param>
    /// <param name="extra">More fields of the spec, each with a comma at the end.</param>
    public static string Of(string name, int? replicas, bool nowhere = false, string extra = "") =>
        $$"""
        {
          "metadata": { "name": "{{name}}" },
          "spec": {
            {{(replicas is null ? "" : $"\"replicas\": {replicas},")}}
            {{extra}}
            "selector": { "matchLabels": { "team": "{{name}}" } },
            "template": {
              "metadata": { "labels": { "team": "{{name}}" } },
              "spec": {
                {{(nowhere ? "\"nodeSelector\": { \"no\": \"where\" }," : "")}}
                "terminationGracePeriodSeconds": 0,
                "containers": [ { "name": "main", "image": "shop/web:v1.0" } ]
              }
            }
          }
        }
        """;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>The pod template of a workload or of a revision of it.</summary>
internal static class PodTemplate
{
    /// <summary>The label that the controller adds to tell revisions apart; no part of what was asked for.</summary>
    public const string HashLabel = "pod-template-hash";

    /// <summary>A copy of the template without the controller's label.</summary>
    public static JsonObject Of(KubeObject workload)
    {
        JsonObject template = workload.Json.At("spec", "template") is { ValueKind: JsonValueKind.Object } json
            ? JsonObject.Create(json)!
            : [];
        (template["metadata"]?["labels"] as JsonObject)?.Remove(HashLabel);
        return template;
    }

    /// <summary>
    /// Whether two objects ask for the same pods, the controller's label aside: kubectl's and the controller's
    /// <c>EqualIgnoreHash</c> (kubernetes/kubernetes, pkg/controller/deployment/util).
    /// </summary>
    public static bool AreEqual(KubeObject one, KubeObject other) => JsonNode.DeepEquals(Of(one), Of(other));

    /// <summary>The image of every container, in order.</summary>
    public static IReadOnlyList<string> Images(KubeObject workload) =>
    [
        .. workload.Json.Items("spec", "template", "spec", "containers")
            .Select(container => container.Text("image") ?? ""),
    ];
}

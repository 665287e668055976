using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>The pod template of a workload or of a revision of it.</summary>
internal static class PodTemplate
{
    /// <summary>The label that the controller adds to tell revisions apart; no part of what was asked for.</summary>
    public const string HashLabel = "pod-template-hash";

    /// <summary>A copy of the template without what controllers add to it.</summary>
    /// <param name="item">A workload, a ReplicaSet or a ControllerRevision, which keeps the template as a patch.</param>
    public static JsonObject Of(KubeObject item)
    {
        JsonElement? found = item.Json.At("spec", "template") ?? item.Json.At("data", "spec", "template");
        JsonObject template = found is { ValueKind: JsonValueKind.Object } json ? JsonObject.Create(json)! : [];
        template.Remove("$patch");
        (template["metadata"]?["labels"] as JsonObject)?.Remove(HashLabel);
        return template;
    }

    /// <summary>
    /// Whether two objects ask for the same pods, the controller's label aside: kubectl's and the controller's
    /// <c>EqualIgnoreHash</c> (kubernetes/kubernetes, pkg/controller/deployment/util).
    /// </summary>
    public static bool AreEqual(KubeObject one, KubeObject other) =>
        JsonNode.DeepEquals(WithoutDate(Of(one)), WithoutDate(Of(other)));

    /// <summary>The image of every container, in order.</summary>
    public static IReadOnlyList<string> Images(KubeObject workload) =>
    [
        .. workload.Json.Items("spec", "template", "spec", "containers")
            .Select(container => container.Text("image") ?? ""),
    ];

    /// <summary>Without the empty date that some versions of the API write and others omit.</summary>
    private static JsonObject WithoutDate(JsonObject template)
    {
        (template["metadata"] as JsonObject)?.Remove("creationTimestamp");
        return template;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>The pod template of a workload or of a revision of it.</summary>
internal static class PodTemplate
{
    /// <summary>The annotation of a restart; kubectl's own, so that either sees the other's restarts.</summary>
    public const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    /// <summary>
    /// The template as it stands: a ControllerRevision keeps it as a strategic merge patch of its workload, everything
    /// else in its spec. Undefined if there is none.
    /// </summary>
    public static JsonElement ElementOf(KubeObject item) =>
        item.Json.At("data", "spec", "template") ?? item.Json.At("spec", "template") ?? default;

    /// <summary>A copy of the template without what controllers and the patch add.</summary>
    public static JsonObject Of(KubeObject item)
    {
        JsonObject template = ElementOf(item).ToNode() as JsonObject ?? [];
        template.Remove("$patch");
        if (template["metadata"] is not JsonObject metadata) return template;

        // The controller adds it to tell revisions apart; it is no part of what was asked for.
        (metadata["labels"] as JsonObject)?.Remove(WorkloadPods.HashLabel);

        // Old servers write null, new ones nothing.
        if (metadata["creationTimestamp"] is null) metadata.Remove("creationTimestamp");
        return template;
    }

    /// <summary>
    /// Whether two objects ask for the same pods, the controller's label aside: kubectl's and the controller's
    /// <c>EqualIgnoreHash</c> (kubernetes/kubernetes, pkg/controller/deployment/util).
    /// </summary>
    public static bool AreEqual(KubeObject one, KubeObject other) => JsonNode.DeepEquals(Of(one), Of(other));

    /// <summary>The image of every container, in order.</summary>
    public static IReadOnlyList<string> Images(KubeObject item) =>
        [.. ElementOf(item).Items("spec", "containers").Select(container => container.Text("image") ?? "")];

    /// <summary>The version that the labels name, else the tag of the first image. Null if neither tells.</summary>
    public static string? Version(KubeObject item)
    {
        return ServiceLabels.VersionIn(ElementOf(item).Map("metadata", "labels"))
            ?? (Images(item) is [var first, ..] ? ImageReference.TryParse(first)?.Version : null);
    }
}

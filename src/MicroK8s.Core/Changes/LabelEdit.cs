using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>
/// Changes labels and annotations. Those of the workload and its Service are for people and tools, and change without
/// a rollout; those of the pods are part of what is rolled out.
/// </summary>
internal static class LabelEdit
{
    /// <summary>Writes the labels and annotations of a wish into a workload.</summary>
    /// <exception cref="ClusterException">InvalidSpec: a label selects the pods.</exception>
    public static void Write(WorkloadDraft draft, ServiceChange change)
    {
        foreach ((string name, MapChange map) in change.Maps)
        {
            switch (name)
            {
                case "Label" or "Annotation":
                    draft.Metadata.Change([Property(name)], map.All);
                    break;
                case "PodLabel" or "PodAnnotation":
                    if (name == "PodLabel") CheckSelecting(draft, map);
                    draft.Template.Open("metadata").Change([Property(name)], map.All);
                    break;
            }
        }
    }

    /// <summary>Writes those of the Service.</summary>
    public static void Write(JsonObject service, ServiceChange change)
    {
        foreach (string name in new[] { "Label", "Annotation" })
        {
            if (change.Maps.TryGetValue(name, out MapChange? map))
            {
                service.Open("metadata").Change([Property(name)], map.All);
            }
        }
    }

    private static string Property(string name) =>
        name.EndsWith("Label", StringComparison.Ordinal) ? "labels" : "annotations";

    // A pod without them would be lost to its workload; the selector itself cannot change (apps/v1 validation).
    private static void CheckSelecting(WorkloadDraft draft, MapChange map)
    {
        IEnumerable<string> keys = map.Removed.Concat(map.Set.Select(pair => pair.Key));
        if (keys.FirstOrDefault(draft.SelectingLabels.Contains) is { } key)
        {
            throw InvalidInput.Of(
                "PodLabel", key, $"is a label by which {draft.Read} selects its pods, and cannot be changed");
        }
    }
}

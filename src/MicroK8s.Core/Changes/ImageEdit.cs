using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Gives containers their images; labels with the version follow the image of the main one.</summary>
internal static class ImageEdit
{
    /// <summary>Writes the images of a wish.</summary>
    /// <exception cref="Errors.ClusterException">InvalidSpec: a container is not there, or must be named.</exception>
    public static void Write(WorkloadDraft draft, ServiceChange change)
    {
        foreach ((string name, ImageReference image) in change.Images)
        {
            JsonObject container = draft.Container(name.Length > 0 ? name : change.Container, "Image");
            if (container.Text("image") == image.Text) continue;
            container["image"] = image.Text;
            if (container.Text("name") == draft.MainContainer) SetVersion(draft, image);
        }
    }

    /// <summary>Only labels that are there, and none that selects the pods.</summary>
    private static void SetVersion(WorkloadDraft draft, ImageReference image)
    {
        string version = NameRules.ToLabelValue(image.Version);
        IReadOnlySet<string> selecting = draft.SelectingLabels;
        foreach (string key in new[] { ServiceLabels.Version, ServiceLabels.RecommendedVersion })
        {
            if (!selecting.Contains(key)) Replace(draft.Template.At("metadata", "labels"), key, version);
            Replace(draft.Metadata["labels"], key, version);
        }
    }

    private static void Replace(JsonNode? labels, string key, string version)
    {
        if (labels is JsonObject map && map.ContainsKey(key)) map.Put(key, version);
    }
}

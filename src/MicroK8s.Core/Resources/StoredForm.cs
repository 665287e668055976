using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// The fields of an object that somebody may want to read: what the server writes for itself is left out.
/// </summary>
internal static class StoredForm
{
    private static readonly string[] OfTheServer =
    [
        "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink",
        "deletionTimestamp", "deletionGracePeriodSeconds",
    ];

    /// <summary>Annotations that repeat the object or count its writes.</summary>
    private static readonly string[] Noise =
        [LastApplied.Annotation, "deployment.kubernetes.io/revision"];

    /// <summary>A copy of an object with those fields only.</summary>
    /// <param name="item">The object.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="hide">Gives what stands for a value that may be secret.</param>
    public static JsonObject Of(JsonObject item, string kind, Func<JsonNode, string> hide)
    {
        JsonObject copy = item.DeepClone().AsObject();
        copy.Remove("status");
        if (copy["metadata"] is JsonObject metadata)
        {
            foreach (string field in OfTheServer) metadata.Remove(field);
            if (metadata["annotations"] is JsonObject annotations)
            {
                foreach (string key in Noise) annotations.Remove(key);
                if (annotations.Count == 0) metadata.Remove("annotations");
            }
        }

        SecretValues.Replace(copy, kind, hide);
        RemoveNulls(copy);
        return copy;
    }

    /// <summary>
    /// The server writes null for some fields that are not there (<c>creationTimestamp</c> of templates).
    /// </summary>
    private static void RemoveNulls(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items) RemoveNulls(item);
        }

        if (node is not JsonObject fields) return;
        foreach ((string key, JsonNode? value) in fields.ToArray())
        {
            bool isEmpty = value is JsonObject { Count: 0 };
            RemoveNulls(value);
            if (value is null || (value is JsonObject { Count: 0 } && !isEmpty)) fields.Remove(key);
        }
    }
}

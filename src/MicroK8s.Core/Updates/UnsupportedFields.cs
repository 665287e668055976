using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>
/// Fields that the server does not know: it drops them without a word, as older servers do with what came later, and
/// any server with what the definition of a custom kind does not have (kubernetes.io, "Field pruning").
/// </summary>
internal static class UnsupportedFields
{
    /// <summary>Refuses a change that the server would store without one of its fields.</summary>
    /// <param name="update">The change.</param>
    /// <param name="stored">The answer of the dry run.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Check(ObjectUpdate update, KubeObject stored) =>
        Check(update.Target, update.Read.ToNode(), update.Wanted.ToNode(), stored);

    /// <summary>Refuses a new object of a custom kind that the server would store without one of its fields.</summary>
    /// <param name="creation">The object; of a built-in kind, a field such as stringData may become another.</param>
    /// <param name="stored">The answer of the dry run.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Check(ObjectCreation creation, KubeObject stored)
    {
        if (ApiGroups.IsBuiltIn(creation.Type.Group)) return;
        Check(creation.Target, read: null, creation.Manifest, stored);
    }

    private static void Check(ResourceRef target, JsonNode? read, JsonNode wanted, KubeObject stored)
    {
        if (Find(read, wanted, stored.ToNode()) is not { } dropped) return;
        string field = dropped.TrimStart('.');
        throw ApiGroups.IsBuiltIn(target.Type.Group)
            ? new ClusterException(
                ClusterFault.InvalidSpec,
                $"The server would not store {field} of {target}: it does not know this field.", target.Name,
                "Its Kubernetes is too old for it.")
            : new ClusterException(
                ClusterFault.InvalidSpec,
                $"The server would not store {field} of {target}: its CustomResourceDefinition {target.Type} does not "
                + $"have this field in version {target.Type.Version}.", target.Name,
                "Install a release of the definition that has the field, or leave the field out.");
    }

    /// <summary>The path of the first field that is new, wanted, and not stored. Null if there is none.</summary>
    /// <param name="read">The tree as it is. Null if it is new as a whole.</param>
    /// <param name="wanted">The tree as it is to be.</param>
    /// <param name="stored">The tree as it would be.</param>
    internal static string? Find(JsonNode? read, JsonNode? wanted, JsonNode? stored)
    {
        if (JsonNode.DeepEquals(read, wanted)) return null;
        if (wanted is JsonObject fields && stored is JsonObject kept)
        {
            return fields.Select(field => FindIn((read as JsonObject)?[field.Key], field, kept))
                .FirstOrDefault(path => path is not null);
        }

        if (wanted is not JsonArray items || stored is not JsonArray others || items.Count != others.Count) return null;
        return items.Select((item, index) => (Path: Find(At(read, index), item, others[index]), index))
            .Where(found => found.Path is not null).Select(found => $"[{found.index}]{found.Path}").FirstOrDefault();
    }

    private static string? FindIn(JsonNode? read, KeyValuePair<string, JsonNode?> field, JsonObject kept)
    {
        if (kept[field.Key] is not null)
        {
            return Find(read, field.Value, kept[field.Key]) is { } path ? $".{field.Key}{path}" : null;
        }

        // What says nothing may be left out: false, 0, empty.
        bool saysSomething = field.Value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }
            || (field.Value is JsonValue value && value.ToJsonString() is not ("false" or "0" or "\"\""));
        return saysSomething && !JsonNode.DeepEquals(read, field.Value) ? $".{field.Key}" : null;
    }

    private static JsonNode? At(JsonNode? read, int index) =>
        read is JsonArray items && index < items.Count ? items[index] : null;
}

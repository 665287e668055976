using System.Text.Json.Nodes;

namespace MicroK8s.Manifests;

/// <summary>
/// Sets of fields as the server notes them (<c>FieldsV1</c>): a tree of keys <c>f:NAME</c> for fields,
/// <c>k:{…}</c> for items of lists by their keys, <c>v:…</c> for values of sets, and <c>.</c> for the parent itself.
/// </summary>
internal static class FieldSet
{
    /// <summary>All fields of both sets.</summary>
    public static JsonObject Union(JsonObject one, JsonObject other)
    {
        JsonObject union = one.DeepClone().AsObject();
        Add(union, other);
        return union;
    }

    /// <summary>Adds the fields of another set.</summary>
    public static void Add(JsonObject set, JsonObject other)
    {
        foreach ((string key, JsonNode? value) in other)
        {
            if (set[key] is JsonObject known) Add(known, value as JsonObject ?? []);
            else set[key] = value?.DeepClone() ?? new JsonObject();
        }
    }

    /// <summary>
    /// The part of a set at a path of field names, as a set from the root. Null if there is none, or only the parent
    /// of others: the server would take that for all that is in it.
    /// </summary>
    public static JsonObject? At(JsonObject set, params ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            JsonObject part = set.DeepClone().AsObject();
            return part.Remove(".") && part.Count == 0 ? null : part;
        }

        string key = $"f:{path[0]}";
        return set[key] is JsonObject inner && At(inner, path[1..]) is { } found
            ? new JsonObject { [key] = found }
            : null;
    }

    /// <summary>Takes the field at a path out of a set; parents that are empty then go too.</summary>
    public static void Remove(JsonObject set, params ReadOnlySpan<string> path)
    {
        string key = $"f:{path[0]}";
        if (set[key] is not JsonObject inner) return;
        if (path.Length > 1) Remove(inner, path[1..]);
        if (path.Length == 1 || inner.Count == 0) set.Remove(key);
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>One field that differs between two JSON trees.</summary>
/// <param name="Path">
/// The field as people name it: <c>spec.containers[web].image</c>. Items of a list of named things carry their name,
/// others their index.
/// </param>
/// <param name="From">The value before. Null if the field was absent.</param>
/// <param name="To">The value after. Null if the field is absent.</param>
public sealed record JsonDifference(string Path, string? From, string? To)
{
    /// <summary>Every field that differs, in the order of the trees. An absent field and null are the same.</summary>
    /// <param name="from">The tree before. Null is an empty one.</param>
    /// <param name="to">The tree after. Null is an empty one.</param>
    /// <param name="path">The path of the trees themselves; empty for the root.</param>
    public static IEnumerable<JsonDifference> Between(JsonNode? from, JsonNode? to, string path = "")
    {
        // Absent counts as empty beside something that holds items; two that hold none are compared as values.
        bool holdItems = Count(from) + Count(to) > 0;
        if (holdItems && from is null or JsonObject && to is null or JsonObject)
        {
            return OfObjects(from as JsonObject ?? [], to as JsonObject ?? [], path);
        }

        if (holdItems && from is null or JsonArray && to is null or JsonArray)
        {
            return OfArrays(from as JsonArray ?? [], to as JsonArray ?? [], path);
        }

        return JsonNode.DeepEquals(from, to) ? [] : [new JsonDifference(path, Show(from), Show(to))];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Tell(From)} → {Tell(To)}";

    /// <summary>Values are written by whoever could write the object.</summary>
    private static string Tell(string? value) => value is null ? "(none)" : UntrustedText.Quote(value);

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Count,
        JsonArray items => items.Count,
        _ => 0,
    };

    private static IEnumerable<JsonDifference> OfObjects(JsonObject from, JsonObject to, string path) => from
        .Select(property => property.Key).Union(to.Select(property => property.Key))
        .SelectMany(key => Between(from[key], to[key], Join(path, key)));

    private static IEnumerable<JsonDifference> OfArrays(JsonArray from, JsonArray to, string path)
    {
        string? name = ListKeys.Of(from, to);
        string[] before = ListKeys.Values(from, name);
        string[] after = ListKeys.Values(to, name);
        IEnumerable<JsonDifference> items = before.Union(after).SelectMany(
            key => OfItems(Item(from, before, key), Item(to, after, key), $"{path}[{key}]", name));
        bool isMoved = !before.Where(after.Contains).SequenceEqual(after.Where(before.Contains));
        return isMoved
            ? items.Append(new JsonDifference($"{path} (order)", string.Join(", ", before), string.Join(", ", after)))
            : items;
    }

    private static IEnumerable<JsonDifference> OfItems(JsonNode? from, JsonNode? to, string path, string? name)
    {
        // The path of an item that comes or goes says its name already.
        bool isNamed = (from ?? to) is JsonObject { Count: > 1 } && name is not null && (from is null || to is null);
        return Between(from, to, path).Where(difference => !isNamed || difference.Path != Join(path, name!));
    }

    private static JsonNode? Item(JsonArray items, string[] keys, string key) =>
        Array.IndexOf(keys, key) is >= 0 and int index ? items[index] : null;

    /// <summary>The path of a field of an object.</summary>
    internal static string Join(string path, string key)
    {
        if (key.AsSpan().IndexOfAny('.', '/') >= 0) return $"{path}[{key}]";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    /// <summary>A value as text: plain ones as they are, others as JSON.</summary>
    internal static string? Show(JsonNode? value) => value switch
    {
        null => null,
        JsonValue plain => plain.ToString(),
        _ => value.ToJsonString(),
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>
/// What was changed in an object that was there: an annotation on the object, written together with the change, so that
/// it can be put back by whoever takes the change back, and from wherever. Its value is an object with one member for
/// each service; that holds, by their paths, the original values and what was made of them.
/// </summary>
internal static class ChangeNote
{
    /// <summary>What was there; absent if nothing was.</summary>
    public const string Before = "before";

    /// <summary>What was made of it.</summary>
    public const string Made = "made";

    /// <summary>All notes of an annotation, by service.</summary>
    public static JsonObject Read(KubeObject item, string annotation) =>
        item.Annotations.TryGetValue(annotation, out string? text) && JsonText.Parse(text) is { } json
            ? json.ToNode() as JsonObject ?? []
            : [];

    /// <summary>Notes a change; the value of the first of several changes of one path is the original.</summary>
    public static void Record(JsonObject all, string service, string path, JsonNode? there, JsonNode? made)
    {
        if (JsonNode.DeepEquals(there, made)) return;
        JsonObject note = all.Open(service).Open(path);
        if (note.Count == 0 && there is not null) note[Before] = there.DeepClone();
        note[Made] = made?.DeepClone();
    }

    /// <summary>
    /// Where the value of a path is by now: at the path itself, or at one that differs in its indexes only, since
    /// others may have added or removed some above. Null if none of them is ours.
    /// </summary>
    public static string? FindPlace(
        string path, JsonObject root, IReadOnlySet<string> taken, Predicate<JsonNode?> isOurs) =>
        Like(path.Split('/')[1..], root).Prepend(path).Distinct()
            .FirstOrDefault(one => !taken.Contains(one) && isOurs(JsonPointer.Find(root, one)));

    private static IEnumerable<string> Like(string[] parts, JsonNode? node) => (parts, node) switch
    {
        ([], _) => [""],
        ([var index, .. var rest], JsonArray list) when int.TryParse(index, CultureInfo.InvariantCulture, out _) =>
            list.SelectMany((entry, place) => Like(rest, entry).Select(inner => $"/{place}{inner}")),
        ([var name, .. var rest], JsonObject map) => Like(rest, map[name]).Select(inner => $"/{name}{inner}"),
        _ => [],
    };
}

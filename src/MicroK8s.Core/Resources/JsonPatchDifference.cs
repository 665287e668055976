using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// The operations that make one JSON tree of another: only the paths that differ, so that everything else, known or
/// unknown, is not even mentioned. Items of a list are matched by their key; a list without one is replaced as a
/// whole.
/// </summary>
internal static class JsonPatchDifference
{
    /// <summary>Appends the operations to a patch.</summary>
    /// <param name="patch">The patch of the object that <paramref name="from"/> was read from.</param>
    /// <param name="from">The tree as it is.</param>
    /// <param name="to">The tree as it is to be.</param>
    /// <param name="path">The JSON pointer of both; empty for the root.</param>
    public static void Append(JsonPatch patch, JsonObject from, JsonObject to, string path = "")
    {
        foreach ((string key, JsonNode? value) in from)
        {
            string place = $"{path}/{JsonPatch.Escape(key)}";
            if (!to.TryGetPropertyValue(key, out JsonNode? wanted)) patch.Remove(place);
            else AppendValue(patch, value, wanted, place);
        }

        foreach ((string key, JsonNode? value) in to)
        {
            if (!from.ContainsKey(key)) patch.Add($"{path}/{JsonPatch.Escape(key)}", value);
        }
    }

    private static void AppendValue(JsonPatch patch, JsonNode? from, JsonNode? to, string path)
    {
        if (JsonNode.DeepEquals(from, to)) return;
        if (from is JsonObject one && to is JsonObject other) Append(patch, one, other, path);
        else if (from is not JsonArray before || to is not JsonArray after || !AppendItems(patch, before, after, path))
        {
            patch.Replace(path, to);
        }
    }

    /// <summary>Items go first, the last before the others, so that no index moves under a later operation.</summary>
    private static bool AppendItems(JsonPatch patch, JsonArray from, JsonArray to, string path)
    {
        if (ListKeys.Of(from, to) is not { } name) return false;
        string[] before = ListKeys.Values(from, name);
        string[] after = ListKeys.Values(to, name);
        string[] kept = [.. before.Where(after.Contains)];
        if (!after.Take(kept.Length).SequenceEqual(kept)) return false;

        for (int index = before.Length - 1; index >= 0; index--)
        {
            if (!after.Contains(before[index])) patch.Remove($"{path}/{index}");
        }

        for (int index = 0; index < kept.Length; index++)
        {
            AppendValue(patch, from[Array.IndexOf(before, kept[index])], to[index], $"{path}/{index}");
        }

        foreach (JsonNode? item in to.Skip(kept.Length)) patch.Add($"{path}/-", item);
        return true;
    }
}

using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// Finds the values of an object that may be secret, wherever they stand: the data of Secrets, environment variables
/// of containers, headers of probes.
/// </summary>
internal static class SecretValues
{
    /// <summary>Replaces each of them.</summary>
    /// <param name="root">The object; it is changed.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="hide">Gives what stands for a value.</param>
    public static void Replace(JsonObject root, string kind, Func<JsonNode, string> hide)
    {
        if (kind == "Secret")
        {
            ReplaceItems(root["data"], hide);
            ReplaceItems(root["stringData"], hide);
        }

        ReplaceWithin(root, hide);
    }

    private static void ReplaceWithin(JsonNode? node, Func<JsonNode, string> hide)
    {
        if (node is JsonArray items)
        {
            foreach (JsonNode? item in items) ReplaceWithin(item, hide);
        }

        if (node is not JsonObject fields) return;
        foreach ((string key, JsonNode? value) in fields)
        {
            if (key is "env" or "httpHeaders") ReplaceItems(value, hide);
            else ReplaceWithin(value, hide);
        }
    }

    /// <summary>Of a list of names and values, the values; of a map, as custom resources have it, all.</summary>
    private static void ReplaceItems(JsonNode? node, Func<JsonNode, string> hide)
    {
        if (node is JsonObject map)
        {
            foreach (string key in map.Select(pair => pair.Key).ToArray()) ReplaceOne(map, key, hide);
        }

        if (node is not JsonArray items) return;
        foreach (JsonObject item in items.OfType<JsonObject>()) ReplaceOne(item, "value", hide);
    }

    private static void ReplaceOne(JsonObject parent, string key, Func<JsonNode, string> hide)
    {
        if (parent[key] is { } value) parent[key] = hide(value);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>
/// RFC 6902 as it is written, and nothing that is not needed here: it fails where a server would. The version that a
/// patch names has to be that of the object, which then gets another one.
/// </summary>
internal static class LiteralPatch
{
    private const string Version = "/metadata/resourceVersion";

    public static JsonNode Apply(JsonNode document, string patch)
    {
        JsonNode result = document.DeepClone();
        foreach (JsonObject operation in JsonNode.Parse(patch)!.AsArray().OfType<JsonObject>())
        {
            string path = (string)operation["path"]!;
            (JsonNode parent, string key) = Find(result, path);
            switch ((string)operation["op"]!)
            {
                case "test" when !JsonNode.DeepEquals(Get(parent, key, path), operation["value"]):
                    throw new InvalidOperationException($"test failed: {operation.ToJsonString()}");
                case "test": break;
                case "replace" when path == Version:
                    Assert.Equal((string?)parent[key], (string?)operation["value"]);
                    parent[key] = $"{int.Parse((string)parent[key]!, CultureInfo.InvariantCulture) + 1}";
                    break;
                case "replace": _ = Get(parent, key, path); Set(parent, key, operation["value"]); break;
                case "remove": _ = Get(parent, key, path); Remove(parent, key); break;
                case "add" when parent is JsonArray list: Insert(list, key, operation["value"], path); break;
                case "add": Set(parent, key, operation["value"]); break;
                case var other: throw new InvalidOperationException($"no such operation: {other}");
            }
        }

        return result;
    }

    private static (JsonNode Parent, string Key) Find(JsonNode root, string path)
    {
        string[] parts = [.. path.Split('/').Skip(1).Select(
            part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        JsonNode parent = parts[..^1].Aggregate(
            root, (node, part) => Get(node, part, path) ?? throw new InvalidOperationException($"{path}: null on the way"));
        return (parent, parts[^1]);
    }

    private static JsonNode? Get(JsonNode parent, string key, string path) => parent switch
    {
        JsonObject map when map.TryGetPropertyValue(key, out JsonNode? value) => value,
        JsonArray list when int.TryParse(key, out int index) && index < list.Count => list[index],
        _ => throw new InvalidOperationException($"there is no {path}"),
    };

    private static void Set(JsonNode parent, string key, JsonNode? value)
    {
        if (parent is JsonArray list) list[int.Parse(key, CultureInfo.InvariantCulture)] = value?.DeepClone();
        else parent[key] = value?.DeepClone();
    }

    private static void Insert(JsonArray list, string key, JsonNode? value, string path)
    {
        int index = key == "-" ? list.Count : int.Parse(key, CultureInfo.InvariantCulture);
        if (index > list.Count) throw new InvalidOperationException($"there is no {path}");
        list.Insert(index, value?.DeepClone());
    }

    private static void Remove(JsonNode parent, string key)
    {
        if (parent is JsonArray list) list.RemoveAt(int.Parse(key, CultureInfo.InvariantCulture));
        else parent.AsObject().Remove(key);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>Places in a JSON tree (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>The node at a place. Null if there is none.</summary>
    public static JsonNode? Find(JsonNode? root, string pointer)
    {
        JsonNode? node = root;
        foreach (string part in pointer.Split('/').Skip(1).Select(Unescape))
        {
            node = node switch
            {
                JsonObject map => map[part],
                JsonArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>The last key or index.</summary>
    public static string LastPart(string pointer) => Unescape(pointer[(pointer.LastIndexOf('/') + 1)..]);

    private static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}

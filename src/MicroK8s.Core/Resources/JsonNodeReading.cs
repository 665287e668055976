using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// Reads values of an object that is being changed, as <see cref="JsonReading"/> does of one that was read: what is
/// not there, or is something else, is absent.
/// </summary>
internal static class JsonNodeReading
{
    /// <summary>The value at a path of property names. Null if any part is absent.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string part in path) node = (node as JsonObject)?[part];
        return node;
    }

    /// <summary>The text at a path; a number is given as written. Null if absent.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.String => value.GetValue<string>(),
                JsonValueKind.Number => value.ToJsonString(),
                _ => null,
            }
            : null;

    /// <summary>The whole number at a path, of whatever type it was made. Null if absent.</summary>
    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(
                value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    /// <summary>
    /// A tree to change. Of a key that stands twice the last one counts, as for Go and for <see cref="JsonReading"/>.
    /// </summary>
    public static JsonNode? ToNode(this JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new JsonObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[JsonText.NameOf(property)] = property.Value.ToNode();
                }

                return map;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.String:
                return JsonValue.Create(JsonText.Of(element));
            default:
                return JsonValue.Create(element);
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Services.Objects;

/// <summary>Builds JSON that says only what is wanted: what is null or empty is left out.</summary>
internal static class ManifestJson
{
    public static JsonObject With(this JsonObject json, string name, JsonNode? value)
    {
        if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }) return json;
        json[name] = value;
        return json;
    }

    public static JsonObject WithFlag(this JsonObject json, string name, bool value) =>
        value ? json.With(name, true) : json;

    /// <summary>A number of pods as a number, a share or a name as text. Null stays null.</summary>
    public static JsonNode? NumberOrText(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : value;

    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}

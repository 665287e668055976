using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Services.Spec;

/// <summary>Turns documents into values as parameters and table rows give them; see <see cref="InputList"/>.</summary>
public static class DocumentValues
{
    /// <summary>The keys of a document with their values.</summary>
    /// <param name="document">The document.</param>
    /// <param name="fields">Its root.</param>
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(YamlDocument document, JsonObject fields) =>
        Pairs(document, fields, "");

    private static KeyValuePair<string, object?>[] Pairs(YamlDocument document, JsonObject map, string path) =>
        [.. map.Select(pair => KeyValuePair.Create(
            pair.Key, Value(document, pair.Value, $"{path}/{JsonPatch.Escape(pair.Key)}")))];

    private static object? Value(YamlDocument document, JsonNode? node, string path) => node switch
    {
        null => null,
        JsonObject map => Pairs(document, map, path),
        JsonArray list => list.Select((item, index) => Value(
            document, item, string.Create(CultureInfo.InvariantCulture, $"{path}/{index}"))).ToArray(),
        _ when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => Written(document, node.ToJsonString(), path),
    };

    private static WrittenValue Written(YamlDocument document, string value, string path) =>
        new(document.Written.GetValueOrDefault(path, value), value);
}

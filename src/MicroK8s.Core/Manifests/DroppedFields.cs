using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>Finds the fields of a custom resource that were sent, but are not in the answer.</summary>
internal static class DroppedFields
{
    /// <summary>The JSON pointers of these fields.</summary>
    public static IEnumerable<string> Of(JsonNode? sent, JsonNode? stored, string path = "") => (sent, stored) switch
    {
        (JsonObject one, JsonObject other) => one.Where(field => field.Value is not null).SelectMany(
            field => other.ContainsKey(field.Key)
                ? Of(field.Value, other[field.Key], $"{path}/{JsonPatch.Escape(field.Key)}")
                : [$"{path}/{JsonPatch.Escape(field.Key)}"]),
        (JsonArray one, JsonArray other) when one.Count == other.Count =>
            one.SelectMany((item, index) => Of(item, other[index], $"{path}/{index}")),
        _ => [],
    };
}

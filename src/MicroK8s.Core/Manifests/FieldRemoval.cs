using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>
/// Foresees what an apply removes after a takeover: fields that were moved, that the manifest does not name and that
/// nobody else owns. A dry run cannot tell, because it stores neither of the two.
/// </summary>
internal static class FieldRemoval
{
    /// <summary>The fields that go; values that may be secret are hidden.</summary>
    /// <param name="stored">What the server would store without the takeover.</param>
    /// <param name="takeover">The takeover.</param>
    /// <param name="manifest">What is applied.</param>
    public static IReadOnlyList<JsonDifference> Foresee(KubeObject stored, FieldTakeover takeover, JsonObject manifest)
    {
        JsonObject others = [];
        foreach (JsonNode? owner in takeover.Owners.Skip(1))
        {
            FieldSet.Add(others, owner?["fieldsV1"] as JsonObject ?? []);
        }

        // Defaults come back at once, so they do not go.
        JsonObject before = stored.ToNode();
        ServerDefaults.Remove(before);
        JsonObject after = before.DeepClone().AsObject();
        Remove(after, takeover.Fields, manifest, others);
        return StoredDifference.Between(Wrap(before), Wrap(after));
    }

    private static KubeObject Wrap(JsonObject item) => KubeObject.Parse(item.ToJsonString());

    private static void Remove(JsonNode? item, JsonObject fields, JsonNode? manifest, JsonObject? others)
    {
        foreach ((string key, JsonNode? inner) in fields)
        {
            if (key.Length < 3) continue;
            string name = key[2..];
            var kept = others?[key] as JsonObject;
            if (item is JsonObject map && key[0] == 'f')
            {
                JsonNode? named = (manifest as JsonObject)?[name];
                if (named is null && kept is null) map.Remove(name);
                else Remove(map[name], inner as JsonObject ?? [], named, kept);
            }
            else if (item is JsonArray list && JsonText.Parse(name)?.ToNode() is { } wanted)
            {
                JsonNode? named = Find(manifest as JsonArray, wanted);
                JsonNode? found = Find(list, wanted);
                if (found is null) continue;
                if (named is null && kept is null) list.Remove(found);
                else Remove(found, inner as JsonObject ?? [], named, kept);
            }
        }
    }

    /// <summary>The item with certain keys (<c>k:</c>), or of a certain value (<c>v:</c>).</summary>
    private static JsonNode? Find(JsonArray? items, JsonNode wanted) => items?.FirstOrDefault(
        item => wanted is JsonObject keys
            ? item is JsonObject thing && keys.All(pair => Matches(thing, pair.Key, pair.Value))
            : JsonNode.DeepEquals(item, wanted));

    private static bool Matches(JsonObject item, string key, JsonNode? value) => key == "protocol"
        ? (item.Text(key) ?? "TCP") == value.Text()
        : JsonNode.DeepEquals(item[key], value);
}

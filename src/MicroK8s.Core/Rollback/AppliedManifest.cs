using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Rollback;

/// <summary>
/// What kubectl apply last wrote, as it notes in an annotation, beside a rollback. The next apply removes the fields
/// that the annotation has and the new manifest has not. A rollback that leaves the annotation alone brings back fields
/// that it does not have, so no apply ever removes them again (kubernetes/kubectl#1301). Therefore they are added to
/// it. And it takes away fields that the annotation has: to remove them once more makes rubble where what held them is
/// gone too (a variable without a value, a node selector that fits no node), as older servers take a part that they do
/// not have as it is sent (kubernetes/kubernetes#123304). Therefore they leave it. The next apply then leads
/// to exactly what it would have led to without the rollback.
/// </summary>
internal sealed class AppliedManifest
{
    private readonly List<string> _returning = [];
    private readonly List<string> _leaving = [];
    private readonly List<string> _reverting = [];
    private readonly JsonObject? _manifest;

    private AppliedManifest(JsonObject? manifest) => _manifest = manifest;

    /// <summary>Whether the annotation could be read.</summary>
    public bool IsReadable => _manifest is not null;

    /// <summary>The fields that the rollback brings back and that the annotation lacked.</summary>
    public IReadOnlyList<string> Returning => _returning;

    /// <summary>The fields that the rollback takes away and that the annotation had.</summary>
    public IReadOnlyList<string> Leaving => _leaving;

    /// <summary>The fields that an apply of the same manifest sets to what they are before the rollback.</summary>
    public IReadOnlyList<string> Reverting => _reverting;

    /// <summary>The annotation with the fields that come back, and without those that go.</summary>
    public string Text => LastApplied.Text(_manifest!);

    /// <summary>What the rollback changes in it, by the names of the fields; none if it stays.</summary>
    public IEnumerable<JsonDifference> Changes
    {
        get
        {
            const string At = $"metadata.annotations[{LastApplied.Annotation}]";
            if (_returning.Count > 0) yield return new(At, $"without {Names(_returning)}", $"with {Them(_returning)}");
            if (_leaving.Count > 0) yield return new(At, $"with {Names(_leaving)}", $"without {Them(_leaving)}");
        }
    }

    /// <summary>The annotation of a workload. Null if it has none.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="before">Its template now.</param>
    /// <param name="after">Its template after the rollback.</param>
    public static AppliedManifest? Of(KubeObject workload, JsonObject before, JsonObject after)
    {
        if (!workload.Annotations.TryGetValue(LastApplied.Annotation, out string? text)) return null;
        JsonObject? manifest = Parse(text);
        var applied = new AppliedManifest(manifest);
        if (manifest.At("spec", "template") is { } template)
        {
            applied.Amend(template, before, after, TemplateDifference.Root, key: "");
        }

        return applied;
    }

    private static string Names(List<string> fields) => string.Join(", ", fields);

    private static string Them(List<string> fields) => fields.Count == 1 ? "it" : "them";

    private static JsonObject? Parse(string text)
    {
        // Somebody else wrote it.
        JsonObject? manifest = JsonText.Parse(text)?.ToNode() as JsonObject;
        return manifest.At("spec", "template") is JsonObject ? manifest : null;
    }

    /// <summary>Adds to a part of the manifest what comes back below it, and takes out what goes.</summary>
    /// <returns>The part, or a new one if something comes back; null if there is to be none.</returns>
    private JsonNode? Amend(JsonNode? applied, JsonNode? before, JsonNode? after, string path, string key)
    {
        if (JsonNode.DeepEquals(before, after)) return applied;
        if (after is null)
        {
            if (applied is null) return null;
            _reverting.Add(path);
            _leaving.Add(path);
            return null;
        }

        return (applied, before, after) switch
        {
            (JsonObject or null, JsonObject or null, JsonObject fields) =>
                AmendObject(applied as JsonObject, before as JsonObject ?? [], fields, path),
            (JsonArray or null, JsonArray or null, JsonArray items) when ListKeys.OfPod(key) is { } name
                && AreTold(applied, name) && AreTold(before, name) && AreTold(after, name) =>
                AmendList(applied as JsonArray, before as JsonArray ?? [], items, path, name),
            _ => AmendValue(applied, after, path),
        };
    }

    private JsonNode AmendValue(JsonNode? applied, JsonNode after, string path)
    {
        if (applied is null) _returning.Add(path);
        else if (!JsonNode.DeepEquals(applied, after)) _reverting.Add(path);
        return applied ?? after.DeepClone();
    }

    private JsonObject? AmendObject(JsonObject? applied, JsonObject before, JsonObject after, string path)
    {
        JsonObject result = applied ?? [];
        foreach (string key in before.Select(item => item.Key).Union(after.Select(item => item.Key)))
        {
            // Set by a restart, in no manifest; to remove it would restart the pods again.
            if (key == PodTemplate.RestartedAt) continue;
            JsonNode? part = Amend(applied?[key], before[key], after[key], JsonDifference.Join(path, key), key);
            if (part is null) result.Remove(key);
            else if (part.Parent is null) result[key] = part;
        }

        return result.Count > 0 || applied is not null ? result : null;
    }

    private JsonArray? AmendList(JsonArray? applied, JsonArray before, JsonArray after, string path, string name)
    {
        JsonArray result = applied ?? [];
        foreach (string key in before.Concat(after).Select(item => item![name]!.ToString()).Distinct().ToArray())
        {
            string own = $"{path}[{key}]";
            (JsonNode? there, JsonNode? was) = (Find(applied, name, key), Find(before, name, key));
            JsonNode? wanted = Find(after, name, key);
            bool isNew = there is null && was is null;
            JsonNode? part = isNew ? AmendValue(null, wanted!, own) : Amend(there, was, wanted, own, key: "");
            if (part is null) result.Remove(there);
            if (part is null || part.Parent is not null) continue;
            part[name] ??= wanted![name]!.DeepClone();
            result.Add(part);
        }

        return result.Count > 0 || applied is not null ? result : null;
    }

    private static JsonNode? Find(JsonArray? items, string name, string key) =>
        items?.FirstOrDefault(item => item![name]!.ToString() == key);

    private static bool AreTold(JsonNode? list, string name) =>
        list is not JsonArray items || (items.All(item => item is JsonObject thing && thing[name] is JsonValue)
            && items.Select(item => item![name]!.ToString()).Distinct().Count() == items.Count);
}

using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>
/// Fields that <c>kubectl apply</c> or this module's other cmdlets wrote, to be owned by apply from now on. Without
/// that, a manifest would conflict with the very tool it replaces, and a field that it drops would stay for ever.
/// kubectl does the same when it goes over to server-side apply (kubernetes/client-go, util/csaupgrade).
/// </summary>
/// <param name="Managers">Whose fields move. None if only the server's defaults of an old choice do.</param>
/// <param name="Fields">What moves.</param>
/// <param name="Owners">Who owns what afterwards: the new <c>metadata.managedFields</c>.</param>
public sealed record FieldTakeover(IReadOnlyList<string> Managers, JsonObject Fields, JsonArray Owners)
{
    /// <summary>
    /// What others than a manifest may have set by now: the replicas by an autoscaler or by <c>Set-MicroService</c>, a
    /// pause, and notes such as that of a restart. They stay with who set them unless the manifest names them.
    /// </summary>
    private static readonly string[][] Kept =
    [
        ["spec", "replicas"],
        ["spec", "paused"],
        ["metadata", "annotations"],
        ["spec", "template", "metadata", "annotations"],
    ];

    /// <summary>What has to move before a manifest is applied. Null if nothing has.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="manifest">What will be applied.</param>
    public static FieldTakeover? Plan(KubeObject live, JsonObject manifest)
    {
        JsonObject[] entries = [.. FieldOwners.Of(live.ToNode())];
        JsonObject applied =
            entries.FirstOrDefault(FieldOwners.IsApplied)?.DeepClone().AsObject() ?? FieldOwners.NewEntry();
        JsonObject moved = [];
        var managers = new List<string>();
        var owners = new JsonArray { applied };
        foreach (JsonObject entry in entries.Where(entry => !FieldOwners.IsApplied(entry)))
        {
            if (IsMeant(entry) && entry["fieldsV1"] is JsonObject fields)
            {
                JsonObject stays = Split(fields, manifest);
                if (fields.Count > 0) managers.Add(entry.Text("manager")!);
                moved = FieldSet.Union(moved, fields);
                applied["apiVersion"] ??= entry["apiVersion"]?.DeepClone();
                applied["time"] ??= entry["time"]?.DeepClone();
                if (stays.Count == 0) continue;
                entry["fieldsV1"] = stays;
            }

            owners.Add(entry.DeepClone());
        }

        // An apply that owns the old choice of a union removes it with the new one.
        JsonObject now = applied["fieldsV1"] as JsonObject ?? [];
        JsonObject old = ApiGroups.IsBuiltIn(live)
            ? UnionFields.FindOld(live.ToNode(), manifest)
            : [];
        JsonObject owned = FieldSet.Union(FieldSet.Union(now, moved), old);
        if (managers.Count == 0 && JsonNode.DeepEquals(FieldSet.Union(now, []), owned)) return null;
        applied["apiVersion"] ??= live.ApiVersion;
        applied["fieldsV1"] = owned;
        return new FieldTakeover([.. managers.Distinct()], moved, owners);
    }

    /// <summary>Takes what is to stay out of a set of fields, and returns it.</summary>
    private static JsonObject Split(JsonObject fields, JsonObject manifest)
    {
        JsonObject stays = [];
        foreach (string[] path in Kept)
        {
            JsonNode? named = path.Aggregate((JsonNode?)manifest, (node, key) => (node as JsonObject)?[key]);
            if (named is not null and not JsonObject) continue;
            JsonObject? part = FieldSet.At(fields, path);
            FieldSet.Remove(fields, path);
            if (part is null) continue;
            foreach (string key in (named as JsonObject ?? []).Select(pair => pair.Key))
            {
                // Of a map, the keys that the manifest names move.
                string[] whole = [.. path, key];
                if (FieldSet.At(part, whole) is not { } one) continue;
                FieldSet.Remove(part, whole);
                FieldSet.Add(fields, one);
            }

            if (FieldSet.At(part, path) is not null) FieldSet.Add(stays, part);
        }

        return stays;
    }

    /// <summary>
    /// Whether the fields of an entry move. One of a status or a scale is of another part of the object.
    /// </summary>
    private static bool IsMeant(JsonObject entry) =>
        entry.Text("operation") == "Update" && entry["subresource"] is null
        && entry.Text("manager") is FieldManagers.Own or FieldManagers.KubectlApply;
}

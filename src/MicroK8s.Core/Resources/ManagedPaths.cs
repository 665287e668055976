using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>
/// Who wrote which fields, as <c>metadata.managedFields</c> tells (kubernetes-sigs/structured-merge-diff,
/// fieldpath/serialize.go), with the fields named as <see cref="JsonDifference"/> names them.
/// </summary>
internal static class ManagedPaths
{
    /// <summary>The manager that wrote a field last. Null if the object does not tell.</summary>
    /// <param name="item">The object.</param>
    /// <param name="path">The field.</param>
    public static string? WriterOf(KubeObject item, string path) => (
        from entry in item.Json.Items("metadata", "managedFields")
        let fields = entry.At("fieldsV1")
        where fields is not null
        let nearest = Of(fields.Value, "").Where(own => Covers(own, path)).MaxBy(own => own.Length)
        where nearest is not null
        orderby nearest.Length descending, entry.Time("time") descending
        select entry.Text("manager")).FirstOrDefault();

    /// <summary>The leaves of a set of fields.</summary>
    /// <param name="fields">The set.</param>
    /// <param name="path">The path of the set itself; empty for the root.</param>
    public static IEnumerable<string> Of(JsonElement fields, string path)
    {
        if (fields.ValueKind != JsonValueKind.Object) yield break;
        bool isLeaf = true;
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            string name = JsonText.NameOf(field);
            if (name == ".") continue;
            isLeaf = false;
            foreach (string below in Of(field.Value, Join(path, name))) yield return below;
        }

        if (isLeaf) yield return path;
    }

    /// <summary>Whether a path is another one or lies within it.</summary>
    /// <param name="owned">The other one.</param>
    /// <param name="path">The path.</param>
    public static bool Covers(string owned, string path) =>
        path.StartsWith(owned, StringComparison.Ordinal)
        && (path.Length == owned.Length || path[owned.Length] is '.' or '[' or ' ');

    /// <summary>
    /// A name is <c>f:image</c>, an item <c>k:{"name":"web"}</c>, anything else an item by value or place. An item of
    /// several keys, such as a port, stands for its list.
    /// </summary>
    private static string Join(string path, string part)
    {
        string content = part.Length > 2 ? part[2..] : part;
        if (part.StartsWith("f:", StringComparison.Ordinal)) return JsonDifference.Join(path, content);
        if (!part.StartsWith("k:", StringComparison.Ordinal)) return $"{path}[{content.Trim('"')}]";
        return JsonText.Parse(content) is { ValueKind: JsonValueKind.Object } key
            && key.EnumerateObject().ToArray() is [var only]
                ? $"{path}[{only.Value.Text()}]"
                : path;
    }
}

using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Manifests;

/// <summary>The entries of <c>metadata.managedFields</c>: who owns which fields, and how they came to.</summary>
internal static class FieldOwners
{
    /// <summary>Tools that make whole objects without server-side apply.</summary>
    private static readonly HashSet<string> Makers =
        new([FieldManagers.KubectlApply, "kubectl-create", "helm"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries of an object.</summary>
    public static IEnumerable<JsonObject> Of(JsonObject item) =>
        (item.At("metadata", "managedFields") as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Whether an entry is that of this module's applies.</summary>
    public static bool IsApplied(JsonObject entry) =>
        entry.Text("manager") == FieldManagers.Own && entry.Text("operation") == "Apply";

    /// <summary>
    /// Another tool that made an object or applies it too. Null if there is none, which also is the case when only
    /// parts of it were edited or scaled, or when controllers wrote to it.
    /// </summary>
    public static string? OtherMaker(JsonObject item) => Of(item)
        .Where(entry => entry["subresource"] is null && !IsApplied(entry))
        .Where(entry => entry.Text("operation") == "Apply" || Makers.Contains(entry.Text("manager") ?? ""))
        .Select(entry => entry.Text("manager")).FirstOrDefault();

    /// <summary>
    /// Whether this module's applies own the same fields of two states of an object. The server keeps no entry of an
    /// apply that names no field, such as one of a bare ServiceAccount.
    /// </summary>
    public static bool AreSame(KubeObject one, KubeObject other) => JsonNode.DeepEquals(Fields(one), Fields(other));

    /// <summary>An entry without fields.</summary>
    public static JsonObject NewEntry() => new()
    {
        ["manager"] = FieldManagers.Own,
        ["operation"] = "Apply",
        ["fieldsType"] = "FieldsV1",
    };

    private static JsonNode? Fields(KubeObject item) => Of(item.ToNode()).FirstOrDefault(IsApplied)?["fieldsV1"];
}

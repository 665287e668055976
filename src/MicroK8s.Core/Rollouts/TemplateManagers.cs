using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>
/// Who laid down fields of a pod template by server-side apply, as <c>metadata.managedFields</c> tells
/// (kubernetes-sigs/structured-merge-diff, fieldpath/serialize.go).
/// </summary>
internal static class TemplateManagers
{
    /// <summary>The names under which controllers that set back every change apply (argo-cd, fluxcd).</summary>
    private static readonly string[] Reverting =
        ["argocd-controller", "argocd-application-controller", "kustomize-controller", "helm-controller"];

    /// <summary>Whether a manager sets back what others change, without being asked.</summary>
    public static bool Reverts(string manager) => Reverting.Contains(manager);

    /// <summary>The managers that applied fields of the template, each with those of its fields that change.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="changes">The fields that change.</param>
    public static IReadOnlyList<(string Manager, IReadOnlyList<string> Fields)> Of(
        KubeObject workload, IReadOnlyList<JsonDifference> changes) =>
    [
        .. from entry in workload.Json.Items("metadata", "managedFields")
           where entry.Text("operation") == "Apply"
           let template = entry.At("fieldsV1", "f:spec", "f:template")
           where template is not null
           let owned = Paths(template.Value, TemplateDifference.Root).ToArray()
           let fields = changes.Select(change => change.Path)
               .Where(path => owned.Any(own => Covers(own, path))).ToArray()
           select (entry.Text("manager") ?? "", (IReadOnlyList<string>)fields),
    ];

    /// <summary>The leaves of a set of fields, named as <see cref="JsonDifference"/> names them.</summary>
    private static IEnumerable<string> Paths(JsonElement fields, string path)
    {
        if (fields.ValueKind != JsonValueKind.Object) yield break;
        bool isLeaf = true;
        foreach (JsonProperty field in fields.EnumerateObject().Where(field => field.Name != "."))
        {
            isLeaf = false;
            foreach (string below in Paths(field.Value, Join(path, field.Name))) yield return below;
        }

        if (isLeaf) yield return path;
    }

    /// <summary>
    /// A name is <c>f:image</c>, an item <c>k:{"name":"web"}</c>, anything else an item by value or place. An item of
    /// several keys, such as a port, stands for its list.
    /// </summary>
    private static string Join(string path, string part)
    {
        string content = part.Length > 2 ? part[2..] : part;
        if (part.StartsWith("f:", StringComparison.Ordinal)) return JsonDifference.Join(path, content);
        if (!part.StartsWith("k:", StringComparison.Ordinal)) return $"{path}[{content.Trim('"')}]";
        using JsonDocument key = JsonDocument.Parse(content);
        return key.RootElement.EnumerateObject().ToArray() is [var only] ? $"{path}[{only.Value}]" : path;
    }

    private static bool Covers(string owned, string path) =>
        path.StartsWith(owned, StringComparison.Ordinal)
        && (path.Length == owned.Length || path[owned.Length] is '.' or '[' or ' ');
}

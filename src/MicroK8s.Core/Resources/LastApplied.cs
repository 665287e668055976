using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// kubectl's memory of what it applied, in an annotation of the object; by it, a later <c>kubectl apply</c> knows what
/// to remove (kubernetes/kubectl, pkg/util/apply.go).
/// </summary>
internal static class LastApplied
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// A manifest as kubectl writes it, to the letter, so that an apply of it finds nothing to change: keys sorted,
    /// escaped as Go does (encoding/json, <c>HTMLEscape</c>), and an end of line.
    /// </summary>
    /// <param name="manifest">
    /// The manifest; without this annotation, but with annotations, even if there are none.
    /// </param>
    public static string Text(JsonObject manifest) => new StringBuilder(Sorted(manifest)!.ToJsonString(Plain))
        .Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Append('\n').ToString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// One mapping of a kubeconfig: a named cluster, user or context, or a part of it. It knows where it stands, for
/// messages, and which file its relative paths start from.
/// </summary>
internal sealed class KubeConfigEntry(string name, JsonObject body, string pointer, YamlDocument document)
{
    /// <summary>The name that messages use; empty for the root.</summary>
    public string Name => name;

    public string File => document.Source;

    /// <summary>A text; numbers and truth values are given as they are written. Null if absent or empty.</summary>
    public string? Text(string key)
    {
        if (body[key] is not { } node) return null;
        string? text = TextOf(node, PointerTo(key)) ?? throw Invalid(key, "must be a text");
        return text.Length > 0 ? text : null;
    }

    /// <summary>A text that is a credential. Null if absent or empty.</summary>
    public Secret? Secret(string key) => Connection.Secret.Of(Text(key));

    /// <summary>A truth value, false if absent.</summary>
    public bool Flag(string key) => body[key] is { } node
        && (node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Invalid(key, "must be true or false, without quotes"),
        });

    /// <summary>A mapping inside. Null if absent.</summary>
    public KubeConfigEntry? Part(string key) => body[key] switch
    {
        null => null,
        JsonObject part => new KubeConfigEntry(name, part, PointerTo(key), document),
        _ => throw Invalid(key, "must be a mapping"),
    };

    /// <summary>A mapping inside under a name of its own; empty if absent.</summary>
    public KubeConfigEntry Named(string ownName, string key) => Part(key) is null
        ? new KubeConfigEntry(ownName, [], pointer, document)
        : new KubeConfigEntry(ownName, (JsonObject)body[key]!, PointerTo(key), document);

    /// <summary>A value of any shape, as JSON; it may hold credentials and is never shown. Null if absent.</summary>
    public JsonNode? Json(string key) => body[key]?.DeepClone();

    /// <summary>The names of its fields.</summary>
    public IEnumerable<string> Keys => body.Select(pair => pair.Key);

    /// <summary>The mappings of a list; none if absent.</summary>
    public IReadOnlyList<KubeConfigEntry> Parts(string key) =>
    [
        .. Items(key).Select((item, index) => item is JsonObject part
            ? new KubeConfigEntry(name, part, $"{PointerTo(key)}/{index}", document)
            : throw Invalid(key, "must be a list of mappings")),
    ];

    /// <summary>The texts of a list; none if absent.</summary>
    public IReadOnlyList<string> Texts(string key) =>
    [
        .. Items(key).Select((item, index) => (item is null ? null : TextOf(item, $"{PointerTo(key)}/{index}"))
            ?? throw Invalid(key, "must be a list of texts")),
    ];

    /// <summary>A path; a relative one starts at its kubeconfig, as in client-go. Null if absent.</summary>
    public string? FilePath(string key) =>
        Text(key) is { } path ? Path.Combine(Path.GetDirectoryName(File)!, path) : null;

    /// <summary>
    /// Refuses a field that is not known: it may be one that limits or protects, which must not be dropped.
    /// </summary>
    /// <param name="known">The fields that are honoured, or ignored on purpose.</param>
    /// <exception cref="ClusterException">InvalidKubeConfig.</exception>
    public void RefuseUnknown(params ReadOnlySpan<string> known)
    {
        foreach ((string key, _) in body)
        {
            if (known.Contains(key)) continue;
            throw Invalid(
                key, "is not a field that this module knows, and it may limit what the connection is allowed to do",
                "Remove the field, or check its spelling.");
        }
    }

    /// <summary>The fault of one field; the value is not shown, as it may be a credential.</summary>
    /// <param name="key">The field.</param>
    /// <param name="rule">The rule, as the end of a sentence that starts with the field.</param>
    /// <param name="advice">What to do. Null if the rule says it already.</param>
    /// <param name="inner">The cause. Null if the module itself found it.</param>
    public ClusterException Invalid(string key, string rule, string? advice = null, Exception? inner = null) => new(
        ClusterFault.InvalidKubeConfig,
        $"The kubeconfig is not valid: {document.Where(PointerTo(key))}: '{key}'"
        + $"{(name.Length > 0 ? $" of '{name}'" : "")} {rule}.",
        File, advice, inner);

    private JsonArray Items(string key) => body[key] switch
    {
        null => [],
        JsonArray items => items,
        _ => throw Invalid(key, "must be a list"),
    };

    private string? TextOf(JsonNode node, string at) => node.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => document.Written[at],
        _ => null,
    };

    private string PointerTo(string key) => $"{pointer}/{JsonPatch.Escape(key)}";
}

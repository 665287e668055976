using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// One object as the server sent it. It stays JSON, so that fields unknown to this module survive a round trip.
/// Immutable.
/// </summary>
public sealed class KubeObject
{
    private readonly ResourceType? _listed;

    /// <summary>Wraps the JSON of one object.</summary>
    /// <param name="json">The object; its document must stay alive, so it is never a pooled one.</param>
    /// <param name="listed">
    /// The kind of the list that it came from; the items of a list do not tell it themselves. Null if it came alone.
    /// </param>
    public KubeObject(JsonElement json, ResourceType? listed = null)
    {
        Json = json;
        _listed = listed;
    }

    /// <summary>The object as it is.</summary>
    public JsonElement Json { get; }

    /// <summary>
    /// Kind as sent, else that of the list it came from; metadata alone are sent as a kind of their own.
    /// </summary>
    public string Kind => IsWhole ? Json.Text("kind")! : _listed?.Kind ?? "";

    /// <summary>Group and version as sent, else those of the list it came from.</summary>
    public string ApiVersion => (IsWhole ? Json.Text("apiVersion") : _listed?.ApiVersion) ?? "";

    /// <summary>The name.</summary>
    public string Name => Json.Text("metadata", "name") ?? "";

    /// <summary>The namespace. Null for a cluster-wide object.</summary>
    public string? Namespace => Json.Text("metadata", "namespace");

    /// <summary>The identity that survives no re-creation.</summary>
    public string Uid => Json.Text("metadata", "uid") ?? "";

    /// <summary>The version to name in a write so that a concurrent change is a conflict, not a loss.</summary>
    public string ResourceVersion => Json.Text("metadata", "resourceVersion") ?? "";

    /// <summary>How often the spec changed.</summary>
    public int Generation => Json.Count("metadata", "generation");

    /// <summary>When it was created, UTC. Null in an object that the server has not seen.</summary>
    public DateTimeOffset? Created => Json.Time("metadata", "creationTimestamp");

    /// <summary>Whether deletion has begun.</summary>
    public bool IsBeingDeleted => Json.At("metadata", "deletionTimestamp") is not null;

    /// <summary>The labels, empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Labels => Json.Map("metadata", "labels");

    /// <summary>The annotations, empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Json.Map("metadata", "annotations");

    /// <summary>The uid of the controlling owner. Null if there is none.</summary>
    public string? ControllerUid => Controller.Text("uid");

    /// <summary>The reference to the controlling owner; undefined, so without any field, if there is none.</summary>
    internal JsonElement Controller =>
        Json.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"));

    /// <summary>A condition of its status; undefined, so without any field, if it has none of the type.</summary>
    /// <param name="type">Such as <c>Ready</c>.</param>
    internal JsonElement Condition(string type) =>
        Json.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    private bool IsWhole => Json.Text("kind") is not (null or "PartialObjectMetadata");

    /// <summary>
    /// A copy to change and send, which tells its kind; empty if the server sent something that is no object.
    /// </summary>
    public JsonObject ToNode()
    {
        JsonObject copy = Json.ToNode() as JsonObject ?? [];
        if (_listed is null || IsWhole) return copy;
        copy["apiVersion"] = _listed.ApiVersion;
        copy["kind"] = _listed.Kind;
        return copy;
    }

    /// <summary>Parses one object.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static KubeObject Parse(string json)
    {
        // A clone owns its memory; without it the element would die with the document.
        using JsonDocument document = JsonDocument.Parse(json);
        return new KubeObject(document.RootElement.Clone());
    }

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

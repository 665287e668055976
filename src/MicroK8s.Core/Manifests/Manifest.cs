using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Manifests;

/// <summary>One object as somebody wants it, before the server was asked about it. Its names are there.</summary>
/// <param name="Content">The object. Never changed: what is sent is a copy.</param>
/// <param name="Document">The document that it comes from.</param>
/// <param name="Path">The JSON pointer of the object in the document; empty unless it stands in a list.</param>
public sealed record Manifest(JsonObject Content, YamlDocument Document, string Path)
{
    /// <summary><c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion => Content.Text("apiVersion") ?? "";

    /// <summary>The kind.</summary>
    public string Kind => Content.Text("kind") ?? "";

    /// <summary>The API group; empty for the core group.</summary>
    public string Group => ApiVersion.Split('/') is [var group, _] ? group : "";

    /// <summary>The name.</summary>
    public string Name => Content.Text("metadata", "name") ?? "";

    /// <summary>The namespace that it names. Null if it names none.</summary>
    public string? Namespace => Content.Text("metadata", "namespace") is { Length: > 0 } name ? name : null;

    /// <summary>Where it comes from, for messages: <c>shop.yaml, line 3, column 1</c>.</summary>
    public string Where => Document.Where(Path);

    /// <summary>Where one of its fields stands.</summary>
    /// <param name="field">The JSON pointer of the field in the object.</param>
    public string WhereIs(string field) => Document.Where(Path + field);

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

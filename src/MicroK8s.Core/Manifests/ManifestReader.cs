using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Manifests;

/// <summary>Takes documents for manifests: unpacks lists, and checks what every object must have.</summary>
public static class ManifestReader
{
    /// <summary>What the server writes for itself; in a manifest it is left over from a reading.</summary>
    private static readonly string[] OfTheServer =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    /// <summary>The manifests of one document, one unless it is a list.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, with the place: no object, or without one of its names.
    /// </exception>
    public static IReadOnlyList<Manifest> Read(YamlDocument document) => [.. Read(document.Root, document, "")];

    private static IEnumerable<Manifest> Read(JsonNode? node, YamlDocument document, string path)
    {
        if (node is not JsonObject item) throw Invalid(document, path, "an object must be a mapping");
        if (item["items"] is JsonArray items && IsList(item))
        {
            return items.SelectMany((one, index) => Read(one, document, $"{path}/items/{index}"));
        }

        Require(item, "apiVersion", document, path);
        Require(item, "kind", document, path);
        if (item["metadata"] is not JsonObject metadata)
        {
            throw Invalid(document, path, $"this {item["kind"]} has no metadata");
        }

        Require(metadata, "name", document, $"{path}/metadata");
        if (metadata["namespace"] is { } space && space.GetValueKind() != JsonValueKind.String)
        {
            throw Invalid(document, $"{path}/metadata/namespace", "a namespace must be a text");
        }

        RequireName(metadata, "name", document, path);
        RequireName(metadata, "namespace", document, path);

        return [new Manifest(WithoutServerFields(item), document, path)];
    }

    /// <summary>A <c>List</c>, or the <c>DeploymentList</c> and the like that the API itself answers.</summary>
    private static bool IsList(JsonObject item) =>
        item["kind"] is JsonValue kind && kind.GetValueKind() == JsonValueKind.String
        && ((string)kind!).EndsWith("List", StringComparison.Ordinal);

    private static void Require(JsonObject item, string key, YamlDocument document, string path)
    {
        JsonNode? value = item[key];
        if (value?.GetValueKind() == JsonValueKind.String && (string?)value is { Length: > 0 }) return;
        if (key == "name" && item["generateName"] is not null)
        {
            throw Invalid(
                document, $"{path}/generateName",
                "only an object with a name can be published: with generateName each run would make another one");
        }

        string what = value is null ? "there is no" : "a text is wanted as";
        throw Invalid(document, value is null ? path : $"{path}/{key}", $"{what} {key}");
    }

    private static void RequireName(JsonObject metadata, string key, YamlDocument document, string path)
    {
        string? name = metadata.Text(key);
        if (string.IsNullOrEmpty(name) || ResourceType.CanBeName(name)) return;
        throw Invalid(
            document, $"{path}/metadata/{key}", $"'{name}' cannot be a {key}: it is '.' or '..', or has a '/' or '%'");
    }

    private static JsonObject WithoutServerFields(JsonObject item)
    {
        JsonObject copy = item.DeepClone().AsObject();
        copy.Remove("status");
        foreach (string field in OfTheServer) copy["metadata"]!.AsObject().Remove(field);
        return copy;
    }

    private static ClusterException Invalid(YamlDocument document, string path, string rule) => new(
        ClusterFault.InvalidSpec, $"{document.Where(path)}: {rule}.", document.Source);
}

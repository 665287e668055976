using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>One write with what it changes in words.</summary>
/// <param name="Write">The write.</param>
/// <param name="Fields">What changes, one line each.</param>
internal sealed record ObjectChange(ObjectWrite Write, IReadOnlyList<string> Fields)
{
    public ResourceRef Target => Write.Target;

    /// <summary>The object to make. Null if it is there.</summary>
    public JsonObject? Manifest => (Write as ObjectCreation)?.Manifest;

    /// <summary>The change of the object that is there. Null if it is new.</summary>
    public JsonPatch? Patch => (Write as ObjectPatch)?.Patch;

    public string Title => Write switch
    {
        ObjectCreation => $"create {Target}",
        ObjectDeletion => $"remove {Target}",
        _ => $"change {Target}",
    };

    public static ObjectChange Create(ResourceRef target, JsonObject manifest, params IReadOnlyList<string> fields)
    {
        manifest["apiVersion"] = target.Type.ApiVersion;
        manifest["kind"] = target.Type.Kind;
        return new ObjectChange(new ObjectCreation(target.Type, manifest), fields);
    }

    public static ObjectChange Remove(ResourceType type, KubeObject read) =>
        new(new ObjectDeletion(new ResourceRef(type, read.Namespace, read.Name), read), []);

    public static ObjectChange Change(
        ResourceRef target, KubeObject read, JsonPatch patch, IReadOnlyList<string> fields) =>
        new(new ObjectPatch(target, read, patch), fields);
}

using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>One object that is made, or changed at named paths.</summary>
internal sealed record ObjectChange
{
    private ObjectChange(ResourceRef target, IReadOnlyList<string> fields)
    {
        Target = target;
        Fields = fields;
    }

    public ResourceRef Target { get; }

    /// <summary>What changes, one line each.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The object to make. Null if it is there.</summary>
    public JsonObject? Manifest { get; private init; }

    /// <summary>The object as it was read. Null if it is new.</summary>
    public KubeObject? Read { get; private init; }

    /// <summary>The change of the object that is there. Null if it is new.</summary>
    public JsonPatch? Patch { get; private init; }

    public string Title => Manifest is null ? $"change {Target}" : $"create {Target}";

    public static ObjectChange Create(ResourceRef target, JsonObject manifest, params IReadOnlyList<string> fields)
    {
        manifest["apiVersion"] = target.Type.ApiVersion;
        manifest["kind"] = target.Type.Kind;
        return new ObjectChange(target, fields) { Manifest = manifest };
    }

    public static ObjectChange Change(
        ResourceRef target, KubeObject read, JsonPatch patch, IReadOnlyList<string> fields) =>
        new(target, fields) { Read = read, Patch = patch };
}

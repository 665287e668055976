using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Tests.Traffic.Properties;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Traffic;

/// <summary>What a server would have after writes.</summary>
internal static class ObjectsAfter
{
    public static KubeObject[] Write(IEnumerable<KubeObject> objects, ObjectWrite write) => write switch
    {
        ObjectCreation made => [.. objects, Stored(made)],
        ObjectDeletion gone => [.. objects.Where(item => !IsAt(item, gone.Target))],
        ObjectPatch patch => [.. objects.Select(item => IsAt(item, patch.Target) ? Patch(item, patch.Patch) : item)],
        _ => throw new NotSupportedException(write.Effect),
    };

    public static KubeObject Patch(KubeObject item, JsonPatch patch) =>
        KubeObject.Parse(LiteralPatch.Apply(item.ToNode(), patch.ToString()).ToJsonString());

    private static KubeObject Stored(ObjectCreation made)
    {
        JsonObject json = made.Manifest.DeepClone().AsObject();
        json["metadata"]!["uid"] = $"uid-{made.Target}";
        json["metadata"]!["resourceVersion"] = "1";
        return KubeObject.Parse(json.ToJsonString());
    }

    private static bool IsAt(KubeObject item, ResourceRef target) =>
        item.Kind == target.Type.Kind && item.Name == target.Name && item.Namespace == target.Namespace;
}

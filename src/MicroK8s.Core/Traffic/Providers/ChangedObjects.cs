using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>Routing objects as they will be when all is written.</summary>
internal static class ChangedObjects
{
    /// <summary>What was read, with what is written; objects that are new are left out.</summary>
    public static RoutingObjects Of(RoutingObjects read, IReadOnlyCollection<ObjectWrite> writes) =>
        read.With((type, item) => writes.FirstOrDefault(write => IsOf(write, type, item)) switch
        {
            ObjectDeletion => null,
            ObjectPatch write => KubeObject.Parse(write.Patch.ApplyTo(item.ToNode()).ToJsonString()),
            _ => item,
        });

    private static bool IsOf(ObjectWrite write, ResourceType type, KubeObject item) =>
        write.Target.Type.Kind == type.Kind && write.Target.Name == item.Name
        && write.Target.Namespace == item.Namespace;
}

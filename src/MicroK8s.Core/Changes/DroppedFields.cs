using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>
/// Fields that the server does not know: it drops them without a word, as older servers do with what came later.
/// </summary>
internal static class DroppedFields
{
    /// <summary>Refuses a change that the server would store without one of its fields.</summary>
    /// <param name="update">The change.</param>
    /// <param name="stored">The answer of the dry run.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Check(ObjectUpdate update, KubeObject stored)
    {
        HashSet<string> kept = [.. JsonDifference.Between(null, stored.ToNode()).Select(field => field.Path)];
        JsonDifference? dropped = update.Changes.FirstOrDefault(
            change => change is { From: null, To: not null and not "" and not "false" and not "0" }
                && !kept.Contains(change.Path));
        if (dropped is null) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"The server would not store {dropped.Path} of {update.Target}: it does not know this field.",
            update.Target.Name, "Its Kubernetes is too old for it.");
    }
}

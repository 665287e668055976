using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>Why a change was not written: the target of the error.</summary>
/// <param name="Resource">The object, as <c>Deployment namespace/name</c>.</param>
/// <param name="Fields">Every field that somebody else changed in between.</param>
public sealed record UpdateConflict(string Resource, IReadOnlyList<ConcurrentFieldChange> Fields)
{
    /// <summary>Makes sure that nobody else changed in between what a change is about.</summary>
    /// <param name="planned">The change as it was planned.</param>
    /// <param name="now">The same wish, planned on the object as it is now.</param>
    /// <param name="cause">What the server's refusal was taken for.</param>
    /// <exception cref="ClusterException">Conflict, with such a record as its target.</exception>
    internal static void Check(ObjectUpdate planned, ObjectUpdate now, ClusterException cause)
    {
        string resource = planned.Target.ToString();
        if (planned.Read.Uid != now.Read.Uid)
        {
            throw Fault(resource, [], "was deleted and created again by someone else", cause);
        }

        IReadOnlyList<ConcurrentFieldChange> fields = ConcurrentFieldChange.Between(planned, now);
        if (fields.Count == 0) return;
        throw Fault(
            resource, fields,
            $"was changed by someone else: {string.Join("; ", fields)}",
            cause);
    }

    /// <summary>The fault of an object that others write so often that no try came through.</summary>
    /// <param name="target">The object.</param>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="cause">What the server's last refusal was taken for.</param>
    internal static ClusterException TooBusy(ResourceRef target, int tries, ClusterException cause) => Fault(
        target.ToString(), [], $"was written by others before each of {tries} tries to change it", cause);

    /// <inheritdoc/>
    public override string ToString() => Resource;

    private static ClusterException Fault(
        string resource, IReadOnlyList<ConcurrentFieldChange> fields, string what, ClusterException cause) => new(
        ClusterFault.Conflict, $"{resource} {what}. Nothing was changed.", new UpdateConflict(resource, fields),
        "Look at it with Get-MicroService, then run the command again.", cause);
}

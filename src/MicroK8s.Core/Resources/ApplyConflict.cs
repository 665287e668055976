using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>Why a server-side apply was refused: the target of the error.</summary>
/// <param name="Resource">The object, as <c>Deployment namespace/name</c>.</param>
/// <param name="Conflicts">Every field in dispute with its owner.</param>
public sealed record ApplyConflict(string Resource, IReadOnlyList<FieldConflict> Conflicts)
{
    /// <summary>The fault of an apply that fields of others refused.</summary>
    /// <param name="target">The object.</param>
    /// <param name="conflicts">Every field in dispute.</param>
    /// <param name="cause">What the server's answer was taken for.</param>
    public static ClusterException Fault(
        ResourceRef target, IReadOnlyList<FieldConflict> conflicts, ClusterException cause) => new(
        ClusterFault.Conflict,
        $"Cannot apply {target}: other managers own fields that it would change: {string.Join(", ", conflicts)}.",
        new ApplyConflict(target.ToString(), conflicts),
        "Leave these fields out of the manifest, or take them over with -Force.", cause);

    /// <inheritdoc/>
    public override string ToString() => Resource;
}

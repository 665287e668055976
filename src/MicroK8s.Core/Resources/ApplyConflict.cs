namespace MicroK8s.Resources;

/// <summary>Why a server-side apply was refused: the target of the error.</summary>
/// <param name="Resource">The object, as <c>Deployment namespace/name</c>.</param>
/// <param name="Conflicts">Every field in dispute with its owner.</param>
public sealed record ApplyConflict(string Resource, IReadOnlyList<FieldConflict> Conflicts)
{
    /// <inheritdoc/>
    public override string ToString() => Resource;
}

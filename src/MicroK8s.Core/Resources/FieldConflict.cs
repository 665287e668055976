namespace MicroK8s.Resources;

/// <summary>A field that a server-side apply would take from another manager.</summary>
/// <param name="Field">
/// The field, as the server names it: <c>spec.template.spec.containers[name="web"].image</c>.
/// </param>
/// <param name="Manager">Who owns it, such as <c>kubectl-edit</c> or a controller.</param>
public sealed record FieldConflict(string Field, string Manager)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field} ({Manager})";
}

namespace MicroK8s.Rollouts;

/// <summary>One revision of a workload that can be gone back to.</summary>
/// <param name="Number">Its number; it gets a new one when it is gone back to.</param>
/// <param name="Images">The image of every container, in order.</param>
/// <param name="ChangeCause">The annotation <c>kubernetes.io/change-cause</c>. Null if it has none.</param>
/// <param name="Created">When it was rolled out first, UTC.</param>
/// <param name="IsCurrent">Whether the workload asks for it now.</param>
public sealed record Revision(
    long Number, IReadOnlyList<string> Images, string? ChangeCause, DateTimeOffset Created, bool IsCurrent)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Number} ({string.Join(", ", Images)})";
}

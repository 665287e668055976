namespace MicroK8s.Updates;

/// <summary>Writes that belong together: all of them are done, in this order, or none.</summary>
/// <param name="Description">What is done, for people, in one or several lines.</param>
/// <param name="Writes">The writes; a later one of the same object begins at what an earlier one stored.</param>
public sealed record ChangeSet(string Description, IReadOnlyList<ObjectWrite> Writes)
{
    /// <summary>Warnings to show before the change, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What there is afterwards, each as a noun.</summary>
    public IReadOnlyList<string> ListEffects() => [.. Writes.Select(write => write.Effect).Distinct()];
}

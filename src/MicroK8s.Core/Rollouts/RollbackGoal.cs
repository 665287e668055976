using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>Which revision to go back to, by one of its properties. All null: the one before the current one.</summary>
public sealed record RollbackGoal
{
    /// <summary>The number of the revision.</summary>
    public long? Revision { get; init; }

    /// <summary>The version: that of the newest older revision that has it.</summary>
    public string? Version { get; init; }

    /// <summary>The image of any container: that of the newest older revision that has it.</summary>
    public string? Image { get; init; }

    /// <summary>Whether a workload may be changed that a controller would revert.</summary>
    public bool IgnoreOwner { get; init; }

    /// <summary>What is wanted, as in "has no …".</summary>
    public override string ToString() => this switch
    {
        { Revision: { } number } => $"revision {number}",
        { Version: { } version } => $"revision of version '{version}'",
        { Image: { } image } => $"revision with image '{image}'",
        _ => "revision before the current one",
    };

    /// <summary>
    /// The revision that is meant. By version or image an older one comes first; that the current one is like it
    /// already is an answer only if no older one is.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="history">Its revisions, the newest first.</param>
    /// <exception cref="ClusterException">RevisionNotFound.</exception>
    internal (Revision Revision, KubeObject Source) Choose(
        KubeObject workload, IReadOnlyList<(Revision Revision, KubeObject Source)> history)
    {
        (Revision Revision, KubeObject Source)[] fitting = [.. history.Where(kept => Fits(kept.Revision))];
        bool hasCurrent = Version is not null || Image is not null;
        (Revision Revision, KubeObject Source)[] chosen = Revision is not null
            ? fitting
            : [.. fitting.Where(kept => !kept.Revision.IsCurrent), .. fitting.Where(_ => hasCurrent)];
        return chosen is [var first, ..] ? first : throw RolloutHistory.NotFound(
            workload, history.Select(kept => kept.Revision), ToString(), Advice);
    }

    private string Advice => this == new RollbackGoal { IgnoreOwner = IgnoreOwner }
        ? "Roll out another image with Set-MicroService; revisionHistoryLimit says how many revisions are kept."
        : "Choose one of these.";

    private bool Fits(Revision revision) =>
        (Revision is not { } number || revision.Number == number)
        && (Version is null || revision.Version == Version)
        && (Image is null || revision.Images.Contains(Image));
}

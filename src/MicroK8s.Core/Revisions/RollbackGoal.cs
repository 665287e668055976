using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Revisions;

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

    /// <summary>The pipeline run that asks for it. Null outside a pipeline.</summary>
    public PipelineRun? Run { get; init; }

    /// <summary>
    /// The object that keeps the revision, whichever number it has by now. Null if the other properties say it.
    /// </summary>
    internal string? Source { get; init; }

    /// <summary>Whether it is the revision before the current one, which is another one after every rollback.</summary>
    internal bool IsRelative => this with { IgnoreOwner = false, Run = null } == new RollbackGoal();

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
        (Revision Revision, KubeObject Source)[] fitting = [.. history.Where(Fits)];
        if (fitting.Length == 0 && Revision is { } former && Source is null)
        {
            fitting = [.. history.Where(kept => RevisionObjects.Had(kept.Source, former))];
        }

        bool hasCurrent = Version is not null || Image is not null;
        (Revision Revision, KubeObject Source)[] chosen = Revision is not null || Source is not null
            ? fitting
            : [.. fitting.Where(kept => !kept.Revision.IsCurrent), .. fitting.Where(_ => hasCurrent)];
        return chosen is [var first, ..] ? first : throw RolloutHistory.NotFound(
            workload, history.Select(kept => kept.Revision), ToString(), Advice);
    }

    /// <summary>
    /// Whether the same pipeline run has done it already, so that it is asked for once more because of a retry.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="current">The revision that it is of.</param>
    internal bool IsDone(KubeObject workload, (Revision Revision, KubeObject Source) current) =>
        RollbackNote.Read(workload) is { } note && note.LedTo(Run, current.Revision)
        && (Revision is { } number ? number == note.To : Fits(current));

    private string Advice => IsRelative
        ? "Roll out another image with Set-MicroService; revisionHistoryLimit says how many revisions are kept."
        : "Choose one of these.";

    private bool Fits((Revision Revision, KubeObject Source) kept) => Source is not null
        ? kept.Source.Uid == Source
        : (Revision is not { } number || kept.Revision.Number == number)
            && (Version is null || kept.Revision.Version == Version)
            && (Image is null || kept.Revision.Images.Contains(Image));
}

using MicroK8s.Conventions;

namespace MicroK8s.Revisions;

/// <summary>One revision of a workload that can be gone back to.</summary>
/// <param name="Number">Its number; it gets a new one when it is gone back to.</param>
/// <param name="Images">The image of every container, in order.</param>
/// <param name="ChangeCause">
/// The annotation <c>kubernetes.io/change-cause</c>, made harmless. Null if it has none.
/// </param>
/// <param name="Created">When it was rolled out first, UTC.</param>
/// <param name="IsCurrent">Whether the workload asks for it now.</param>
public sealed record Revision(
    long Number, IReadOnlyList<string> Images, string? ChangeCause, DateTimeOffset Created, bool IsCurrent)
{
    /// <summary>The version that its pods' labels name, else the tag of its image. Null if neither tells.</summary>
    public string? Version { get; init; }

    /// <summary>The pipeline run that rolled it out. Null if none is noted.</summary>
    public PipelineRun? Run { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number} ({string.Join(", ", Images)})";
}

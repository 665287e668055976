using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>A rollback as it was done.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="FromRevision">The revision before. Null if the controller had not numbered it yet.</param>
/// <param name="ToRevision">The revision that was gone back to, by the number it had.</param>
/// <param name="NewRevision">The number it has now. Null if nobody waited for it.</param>
/// <param name="FromImages">The image of every container before.</param>
/// <param name="ToImages">The image of every container now.</param>
/// <param name="Duration">From the first read to the last pod that became available.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Context">The context, so that the record finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named. Null if none was.</param>
public sealed record RollbackResult(
    string Name,
    string Namespace,
    long? FromRevision,
    long ToRevision,
    long? NewRevision,
    IReadOnlyList<string> FromImages,
    IReadOnlyList<string> ToImages,
    TimeSpan Duration,
    RollbackOutcome Outcome,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>The kind of the workload.</summary>
    public required WorkloadKind Kind { get; init; }

    /// <summary><see cref="FromImages"/> as one text.</summary>
    public string FromImage => string.Join(", ", FromImages);

    /// <summary><see cref="ToImages"/> as one text.</summary>
    public string ToImage => string.Join(", ", ToImages);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

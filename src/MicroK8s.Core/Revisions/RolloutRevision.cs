using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Revisions;

/// <summary>One revision in the history of a workload.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Revision">The number of the revision; it gets a new one when it is gone back to.</param>
/// <param name="IsCurrent">Whether the workload asks for it now.</param>
/// <param name="Replicas">
/// How many pods it is to have: what its ReplicaSet wants; of a StatefulSet or DaemonSet the pods that there are.
/// </param>
/// <param name="Ready">How many of them answer their readiness probe.</param>
/// <param name="Version">The version that its pods' labels name, else the tag of its image. Null if unknown.</param>
/// <param name="Images">What each container runs, in order.</param>
/// <param name="ChangeCause">
/// The annotation <c>kubernetes.io/change-cause</c>, made harmless. Null if it has none.
/// </param>
/// <param name="Run">The pipeline run that rolled it out, and for whom. Null if none is noted.</param>
/// <param name="Created">When it was rolled out first, UTC.</param>
/// <param name="Context">The context it was read from, so that the record finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record RolloutRevision(
    string Name,
    string Namespace,
    WorkloadKind Kind,
    long Revision,
    bool IsCurrent,
    int Replicas,
    int Ready,
    string? Version,
    IReadOnlyList<RevisionImage> Images,
    string? ChangeCause,
    PipelineRun? Run,
    DateTimeOffset Created,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>The images of all containers in one line, as the template names them.</summary>
    public string Image => string.Join(", ", Images.Select(image => image.Image));

    /// <summary>Ready pods of wanted ones, as <c>2/3</c>.</summary>
    public string Readiness => $"{Ready}/{Replicas}";

    /// <summary>The workload as people name it: <c>Deployment shop/user-service</c>.</summary>
    public string Workload => $"{Kind} {Namespace}/{Name}";

    /// <summary>Who started the pipeline run. Null if unknown.</summary>
    public string? RequestedFor => Run?.RequestedFor;

    /// <summary>How long ago it was rolled out first, in whole seconds, when it was read.</summary>
    public TimeSpan Age { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Workload}, revision {Revision}";
}

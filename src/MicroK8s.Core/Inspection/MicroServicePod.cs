using MicroK8s.Errors;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>A pod of a microservice.</summary>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Service">The microservice: the name of the workload that owns it.</param>
/// <param name="Kind">The kind of the workload.</param>
/// <param name="Status">The status as <c>kubectl get pods</c> prints it.</param>
/// <param name="Ready">Containers that are ready.</param>
/// <param name="Total">Containers that are to be ready.</param>
/// <param name="Restarts">Restarts of all containers.</param>
/// <param name="LastRestart">When the run before the last restart ended, UTC. Null if there was none.</param>
/// <param name="Created">When the pod was made, UTC.</param>
/// <param name="Node">The node it runs on. Null while it has none.</param>
/// <param name="Address">Its IP. Null while it has none.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record MicroServicePod(
    string Pod,
    string Namespace,
    string Service,
    WorkloadKind Kind,
    string Status,
    int Ready,
    int Total,
    int Restarts,
    DateTimeOffset? LastRestart,
    DateTimeOffset Created,
    string? Node,
    string? Address,
    string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>Ready containers of all, as <c>1/2</c>.</summary>
    public string Readiness => $"{Ready}/{Total}";

    /// <summary>How old the pod was when it was read, in whole seconds.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>
    /// The phase of the API: <c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.
    /// </summary>
    public string Phase { get; init; } = "Unknown";

    /// <summary>The revision that it belongs to, as in the rollout history. Null if it cannot be told.</summary>
    public long? Revision { get; init; }

    /// <summary>
    /// Its label <c>app.kubernetes.io/version</c>, else <c>version</c>, else the tag of its first image.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>Its label <c>track</c>, such as <c>stable</c> or <c>canary</c>. Null if it has none.</summary>
    public string? Track { get; init; }

    /// <summary>Every container, init containers first.</summary>
    public IReadOnlyList<PodContainer> Containers { get; init; } = [];

    /// <summary>
    /// Why it is not ready, in one line: what its containers or the scheduler say. Null if it is ready.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Status and reason in one line, without what is said twice: the status, and the name of an only container.
    /// </summary>
    public string Remark
    {
        get
        {
            if (Reason is null) return Status;
            string name = Containers.Count == 1 ? $"{Containers[0].Name}: " : "";
            string why = Reason.StartsWith(name, StringComparison.Ordinal) ? Reason[name.Length..] : Reason;
            return why.Contains(Status, StringComparison.Ordinal) ? why : $"{Status}: {why}";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Pod}";
}

using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>
/// How far a workload is, in one vocabulary for all kinds. A count that the server omits is zero: taking it for
/// unknown has made the official client's rollout code report success for a dead Deployment.
/// </summary>
/// <param name="Desired">Pods that are wanted; for a DaemonSet the nodes that are to run one.</param>
/// <param name="Total">Pods that there are, of any revision.</param>
/// <param name="Updated">Pods of the newest revision.</param>
/// <param name="Ready">Pods that answer their readiness probe.</param>
/// <param name="Available">
/// Pods that were ready for <c>minReadySeconds</c>; where the server does not tell, the ready ones.
/// </param>
/// <param name="IsObserved">
/// Whether the controller has seen the newest spec; before, the counts speak of an older one.
/// </param>
/// <param name="Pending">What is waited for, as the end of a sentence. Null when the rollout is done.</param>
public sealed record WorkloadStatus(
    int Desired, int Total, int Updated, int Ready, int Available, bool IsObserved, string? Pending)
{
    /// <summary>
    /// Reads the status of a workload by the order of questions of <c>kubectl rollout status</c>
    /// (kubernetes/kubectl, pkg/polymorphichelpers/rollout_status.go). Unlike kubectl it waits until the surplus pods
    /// of one that is scaled down begin to terminate.
    /// </summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static WorkloadStatus Of(KubeObject workload) => WorkloadKinds.Of(workload) switch
    {
        WorkloadKind.StatefulSet => StatefulSetStatus.Of(workload),
        WorkloadKind.DaemonSet => DaemonSetStatus.Of(workload),
        _ => DeploymentStatus.Of(workload),
    };

    /// <summary>What is waited for while pods remain that have no place in the rollout, as a clause.</summary>
    /// <param name="count">How many.</param>
    /// <param name="kind">What they are: <c>old</c> or <c>surplus</c>.</param>
    internal static string Leaving(int count, string kind) =>
        $"waiting for {count} {kind} {(count == 1 ? "pod" : "pods")} to terminate";

    /// <summary>Whether the controller has seen the newest spec.</summary>
    internal static bool HasSeen(KubeObject workload) =>
        workload.Json.Count("status", "observedGeneration") >= workload.Generation;
}

using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>What a progress bar shows of a rollout.</summary>
internal static class RolloutProgressRules
{
    /// <summary>The state as a progress bar shows it.</summary>
    /// <param name="snapshot">What is known; its workload is there.</param>
    /// <param name="message">What is waited for.</param>
    /// <param name="elapsed">Since the wait began.</param>
    public static RolloutProgress Of(RolloutSnapshot snapshot, string message, TimeSpan elapsed)
    {
        KubeObject workload = snapshot.Workload!;
        WorkloadStatus status = WorkloadStatus.Of(workload);

        // The workload's own count of available pods includes old ones.
        int available = WorkloadKinds.Of(workload) == WorkloadKind.Deployment
            ? DeploymentRevisions.NewReplicaSet(workload, snapshot.Revisions)?.Json
                .Count("status", "availableReplicas") ?? 0
            : RolloutPods.Of(snapshot).Newest.Count(WorkloadPods.IsReady);
        int updated = status.IsObserved ? status.Updated : 0;
        return new RolloutProgress(status.Desired, updated, Math.Min(available, updated), message, elapsed);
    }
}

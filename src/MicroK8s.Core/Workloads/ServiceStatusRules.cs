using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>
/// How a workload is. The order of questions is that of <c>kubectl rollout status</c> (kubernetes/kubectl,
/// pkg/polymorphichelpers/rollout_status.go), which knows neither pauses nor refused pods; those are asked too.
/// </summary>
public static class ServiceStatusRules
{
    /// <summary>What the pods of a new StatefulSet or DaemonSet may take to start; neither has a deadline.</summary>
    public static readonly TimeSpan StartGrace = TimeSpan.FromMinutes(5);

    /// <summary>The verdict, and why when it is not healthy.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="now">The time of reading.</param>
    public static (MicroServiceStatus Status, string? Reason) Judge(KubeObject workload, DateTimeOffset now)
    {
        if (workload.IsBeingDeleted) return (MicroServiceStatus.Progressing, "It is being deleted.");

        var status = WorkloadStatus.Of(workload);
        if (UpdateStrategy.IsPaused(workload))
        {
            return (
                MicroServiceStatus.Paused,
                $"The rollout is paused; {status.Available} of {status.Desired} pods are available.");
        }

        return status.IsObserved && Failure(workload) is { } failure
            ? (MicroServiceStatus.Degraded, UntrustedText.Quote(failure))
            : JudgeCounts(workload, status, now);
    }

    private static string? Failure(KubeObject workload)
    {
        if (DeploymentStatus.IsPastDeadline(workload))
        {
            return workload.Condition("Progressing").Text("message") ?? "The rollout exceeded its progress deadline.";
        }

        return workload.Condition("ReplicaFailure") is var failure && failure.Text("status") == "True"
            ? failure.Text("message") ?? "Pods cannot be created."
            : null;
    }

    private static (MicroServiceStatus Status, string? Reason) JudgeCounts(
        KubeObject workload, WorkloadStatus status, DateTimeOffset now)
    {
        if (status.Pending is not { } pending)
        {
            return (status.Desired == 0 ? MicroServiceStatus.Stopped : MicroServiceStatus.Healthy, null);
        }

        // Pods that are missing although the rollout was complete were lost since.
        bool isLost = status.IsObserved && status.Total <= status.Desired
            && (UpdateStrategy.IsOnDelete(workload) || status.Updated >= status.Desired) && WasComplete(workload, now);
        return (
            isLost ? MicroServiceStatus.Degraded : MicroServiceStatus.Progressing,
            $"{char.ToUpperInvariant(pending[0])}{pending[1..]}.");
    }

    /// <summary>Whether the newest revision was complete once, as far as the kind lets one tell.</summary>
    private static bool WasComplete(KubeObject workload, DateTimeOffset now)
    {
        // The controller keeps this reason once a rollout was complete.
        if (WorkloadKinds.Of(workload) == WorkloadKind.Deployment)
        {
            return workload.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable";
        }

        // The current revision of a StatefulSet follows the update revision when an update is complete.
        bool isUpdating = workload.Json.Text("status", "currentRevision")
            != workload.Json.Text("status", "updateRevision");
        return (UpdateStrategy.IsOnDelete(workload) || !isUpdating) && now - (workload.Created ?? now) > StartGrace;
    }
}

using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>What a rollout that is done leaves undone on purpose, and what a user may not expect.</summary>
public static class RolloutNotes
{
    /// <summary>The notes, as whole sentences; none for a rollout that changed every pod.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet whose rollout is done.</param>
    public static IEnumerable<string> Of(KubeObject workload)
    {
        WorkloadStatus status = WorkloadStatus.Of(workload);
        WorkloadKind kind = WorkloadKinds.Of(workload);
        if (kind == WorkloadKind.Deployment) yield break;
        if (kind == WorkloadKind.DaemonSet && status.Desired == 0)
        {
            yield return $"{workload} runs on no node: none fits its node selector, affinity and tolerations.";
        }

        int old = status.Total - status.Updated;
        if (old <= 0) yield break;
        string count =
            $"{old} of {status.Total} pods of {workload} {(old == 1 ? "stays" : "stay")} at an older revision";
        yield return UpdateStrategy.IsOnDelete(workload)
            ? $"{count}: the update strategy OnDelete changes a pod only when somebody deletes it."
            : $"{count}: the update strategy has a partition of {UpdateStrategy.Partition(workload)}.";
    }
}

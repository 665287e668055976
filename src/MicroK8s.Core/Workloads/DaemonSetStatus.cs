using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>
/// The counts of a DaemonSet (apps/v1 DaemonSetStatus), which count nodes. With OnDelete only the pods that somebody
/// deletes get the new revision, so the rollout waits for none.
/// </summary>
internal static class DaemonSetStatus
{
    public static WorkloadStatus Of(KubeObject set)
    {
        int desired = set.Json.Count("status", "desiredNumberScheduled");
        int updated = set.Json.Count("status", "updatedNumberScheduled");
        int available = set.Json.Count("status", "numberAvailable");
        bool isObserved = WorkloadStatus.HasSeen(set);
        return new WorkloadStatus(
            desired, set.Json.Count("status", "currentNumberScheduled"), updated,
            set.Json.Count("status", "numberReady"), available, isObserved,
            Pending(set, desired, updated, available, isObserved));
    }

    private static string? Pending(KubeObject set, int desired, int updated, int available, bool isObserved)
    {
        if (!isObserved) return "the controller has not seen the last change yet";
        if (!UpdateStrategy.IsOnDelete(set) && updated < desired) return $"{updated} of {desired} pods updated";
        return available < desired ? $"{available} of {desired} pods are available" : null;
    }
}

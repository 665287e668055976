using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>
/// The counts of a StatefulSet (apps/v1 StatefulSetStatus). With a partition, only the pods from that ordinal on get
/// the new revision; with OnDelete, only those that somebody deletes, so the rollout waits for none.
/// </summary>
internal static class StatefulSetStatus
{
    public static WorkloadStatus Of(KubeObject set)
    {
        int desired = set.Json.Number("spec", "replicas") ?? 1;
        int total = set.Json.Count("status", "replicas");
        int updated = set.Json.Count("status", "updatedReplicas");
        int ready = set.Json.Count("status", "readyReplicas");

        // Kubernetes 1.20 and 1.21 do not tell the available pods of a StatefulSet.
        int available = set.Json.Number("status", "availableReplicas") ?? ready;
        bool isObserved = WorkloadStatus.HasSeen(set);
        return new WorkloadStatus(
            desired, total, updated, ready, available, isObserved,
            Pending(set, desired, total, updated, available, isObserved));
    }

    private static string? Pending(
        KubeObject set, int desired, int total, int updated, int available, bool isObserved)
    {
        if (!isObserved) return "the controller has not seen the last change yet";
        int wanted = Wanted(set, desired);
        if (total > desired) return WorkloadStatus.Leaving(total - desired, "surplus");
        if (updated < wanted) return $"{updated} of {wanted} pods updated";
        return available < desired ? $"{available} of {desired} pods are available" : null;
    }

    /// <summary>How many pods the controller brings to the new revision by itself.</summary>
    private static int Wanted(KubeObject set, int desired)
    {
        if (UpdateStrategy.IsOnDelete(set)) return 0;
        return Math.Max(0, desired - UpdateStrategy.Partition(set));
    }
}

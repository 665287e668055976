using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>The counts of a Deployment (apps/v1 DeploymentStatus).</summary>
internal static class DeploymentStatus
{
    /// <summary>Whether the server has given up: no progress for <c>progressDeadlineSeconds</c>.</summary>
    public static bool IsPastDeadline(KubeObject deployment) =>
        deployment.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded";

    /// <summary>
    /// The ready pods that are meant to stay. For a while after somebody wants fewer, the status counts those that go.
    /// </summary>
    public static int CountReady(KubeObject deployment) => Math.Min(
        Wanted(deployment), deployment.Json.Count("status", "readyReplicas"));

    public static WorkloadStatus Of(KubeObject deployment)
    {
        int desired = Wanted(deployment);
        int total = deployment.Json.Count("status", "replicas");
        int updated = deployment.Json.Count("status", "updatedReplicas");
        int available = deployment.Json.Count("status", "availableReplicas");
        bool isObserved = WorkloadStatus.HasSeen(deployment);
        return new WorkloadStatus(
            desired, total, updated, deployment.Json.Count("status", "readyReplicas"), available, isObserved,
            Pending(desired, total, updated, available, isObserved));
    }

    private static int Wanted(KubeObject deployment) => deployment.Json.Number("spec", "replicas") ?? 1;

    private static string? Pending(int desired, int total, int updated, int available, bool isObserved)
    {
        int old = total - updated;
        if (!isObserved) return "the controller has not seen the last change yet";
        if (updated < desired) return $"{updated} of {desired} pods updated";
        if (old > 0) return WorkloadStatus.Leaving(old, "old");
        if (updated > desired) return WorkloadStatus.Leaving(updated - desired, "surplus");
        return available < updated ? $"{available} of {updated} pods are available" : null;
    }
}

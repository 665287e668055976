using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>
/// How far a Deployment is, in kubectl's order (kubernetes/kubectl, pkg/polymorphichelpers/rollout_status.go). An
/// omitted count is zero.
/// </summary>
internal static class DeploymentStatus
{
    /// <summary>Whether the controller has seen the newest spec; before, the status speaks of an older one.</summary>
    public static bool IsObserved(KubeObject deployment) =>
        deployment.Json.Count("status", "observedGeneration") >= deployment.Generation;

    /// <summary>Whether the server has given up: no progress for <c>progressDeadlineSeconds</c>.</summary>
    public static bool IsPastDeadline(KubeObject deployment) => deployment.Json.Items("status", "conditions").Any(
        condition => condition.Text("type") == "Progressing"
            && condition.Text("reason") == "ProgressDeadlineExceeded");

    /// <summary>What is waited for. Null when the rollout is done.</summary>
    public static string? Pending(KubeObject deployment)
    {
        int desired = Desired(deployment);
        int updated = Updated(deployment);
        int old = deployment.Json.Count("status", "replicas") - updated;
        int available = deployment.Json.Count("status", "availableReplicas");
        if (!IsObserved(deployment)) return "the controller has not seen the last change yet";
        if (updated < desired) return $"{updated} of {desired} pods are of the new revision";
        if (old > 0) return $"{old} old {(old == 1 ? "pod has" : "pods have")} to go";
        return available < updated ? $"{available} of {updated} pods are available" : null;
    }

    /// <summary>Replicas that are wanted; the API's default is one.</summary>
    public static int Desired(KubeObject deployment) => deployment.Json.Number("spec", "replicas") ?? 1;

    /// <summary>Pods of the newest revision.</summary>
    public static int Updated(KubeObject deployment) => deployment.Json.Count("status", "updatedReplicas");

    /// <summary>The state as a progress bar shows it.</summary>
    /// <param name="snapshot">What is known; its workload is there.</param>
    /// <param name="message">What is waited for.</param>
    /// <param name="elapsed">Since the wait began.</param>
    public static RolloutProgress Progress(RolloutSnapshot snapshot, string message, TimeSpan elapsed)
    {
        KubeObject deployment = snapshot.Workload!;

        // The Deployment's own count of available pods includes old ones.
        KubeObject? newest = DeploymentRevisions.NewReplicaSet(deployment, snapshot.ReplicaSets);
        int available = newest?.Json.Count("status", "availableReplicas") ?? 0;
        int updated = IsObserved(deployment) ? Updated(deployment) : 0;
        return new RolloutProgress(Desired(deployment), updated, Math.Min(available, updated), message, elapsed);
    }
}

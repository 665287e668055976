using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>
/// How a Deployment is. The order of questions is that of <c>kubectl rollout status</c> (kubernetes/kubectl,
/// pkg/polymorphichelpers/rollout_status.go), which knows neither pauses nor refused pods; those are asked too.
/// </summary>
public static class ServiceStatusRules
{
    /// <summary>The verdict, and why when it is not healthy.</summary>
    /// <param name="deployment">The Deployment.</param>
    public static (MicroServiceStatus Status, string? Reason) Judge(KubeObject deployment)
    {
        JsonElement json = deployment.Json;
        if (deployment.IsBeingDeleted) return (MicroServiceStatus.Progressing, "It is being deleted.");
        if (json.Flag("spec", "paused"))
        {
            int available = json.Count("status", "availableReplicas");
            int desired = WorkloadStatus.Of(deployment).Desired;
            return (MicroServiceStatus.Paused, $"The rollout is paused; {available} of {desired} pods are available.");
        }

        return WorkloadStatus.Of(deployment).IsObserved && Failure(deployment) is { } failure
            ? (MicroServiceStatus.Degraded, UntrustedText.Clean(failure))
            : JudgeCounts(deployment);
    }

    private static string? Failure(KubeObject deployment)
    {
        if (DeploymentStatus.IsPastDeadline(deployment))
        {
            return Condition(deployment, "Progressing")?.Text("message") ?? "The rollout exceeded its progress deadline.";
        }

        return Condition(deployment, "ReplicaFailure") is { } failure && failure.Text("status") == "True"
            ? failure.Text("message") ?? "Pods cannot be created."
            : null;
    }

    private static (MicroServiceStatus Status, string? Reason) JudgeCounts(KubeObject deployment)
    {
        int desired = WorkloadStatus.Of(deployment).Desired;
        if (WorkloadStatus.Of(deployment).Pending is not { } pending)
        {
            return (desired == 0 ? MicroServiceStatus.Stopped : MicroServiceStatus.Healthy, null);
        }

        // The controller keeps this reason once a rollout was complete: pods that are missing now were lost since.
        int updated = WorkloadStatus.Of(deployment).Updated;
        bool wasComplete = WorkloadStatus.Of(deployment).IsObserved
            && updated >= desired && deployment.Json.Count("status", "replicas") <= updated
            && Condition(deployment, "Progressing")?.Text("reason") == "NewReplicaSetAvailable";
        return (
            wasComplete ? MicroServiceStatus.Degraded : MicroServiceStatus.Progressing,
            $"{char.ToUpperInvariant(pending[0])}{pending[1..]}.");
    }

    private static JsonElement? Condition(KubeObject deployment, string type)
    {
        foreach (JsonElement condition in deployment.Json.Items("status", "conditions"))
        {
            if (condition.Text("type") == type) return condition;
        }

        return null;
    }
}

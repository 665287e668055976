using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Services;

/// <summary>
/// How a Deployment is. The order of questions is that of <c>kubectl rollout status</c> (kubernetes/kubectl,
/// pkg/polymorphichelpers/rollout_status.go), which knows neither pauses nor refused pods; those are asked too.
/// </summary>
public static class ServiceStatusRules
{
    /// <summary>Replicas that are wanted. The server fills the default in, which is 1.</summary>
    /// <param name="deployment">The Deployment.</param>
    public static int Desired(JsonElement deployment) => deployment.Number("spec", "replicas") ?? 1;

    /// <summary>The verdict, and why when it is not healthy.</summary>
    /// <param name="deployment">The Deployment.</param>
    public static (MicroServiceStatus Status, string? Reason) Judge(KubeObject deployment)
    {
        JsonElement json = deployment.Json;
        int desired = Desired(json);
        int available = json.Count("status", "availableReplicas");
        if (deployment.IsBeingDeleted) return (MicroServiceStatus.Progressing, "It is being deleted.");
        if (json.Flag("spec", "paused"))
        {
            return (
                MicroServiceStatus.Paused, $"The rollout is paused; {available} of {desired} replicas are available.");
        }

        if (deployment.Generation > json.Count("status", "observedGeneration"))
        {
            return (MicroServiceStatus.Progressing, "The controller has not seen the last change yet.");
        }

        return Failure(json) is { } failure
            ? (MicroServiceStatus.Degraded, failure)
            : JudgeCounts(json, desired, available);
    }

    private static string? Failure(JsonElement json)
    {
        if (Condition(json, "Progressing") is { } progressing
            && progressing.Text("reason") == "ProgressDeadlineExceeded")
        {
            return progressing.Text("message") ?? "The rollout exceeded its progress deadline.";
        }

        return Condition(json, "ReplicaFailure") is { } failure && failure.Text("status") == "True"
            ? failure.Text("message") ?? "Pods cannot be created."
            : null;
    }

    private static (MicroServiceStatus Status, string? Reason) JudgeCounts(JsonElement json, int desired, int available)
    {
        int updated = json.Count("status", "updatedReplicas");
        int replicas = json.Count("status", "replicas");
        if (updated < desired)
        {
            return (MicroServiceStatus.Progressing, $"{updated} of {desired} replicas are updated.");
        }

        if (replicas > updated)
        {
            return (MicroServiceStatus.Progressing, $"{replicas - updated} old replicas are still there.");
        }

        if (available < updated)
        {
            // The controller keeps this reason once a rollout was complete: what is missing now was lost since.
            bool wasComplete = Condition(json, "Progressing")?.Text("reason") == "NewReplicaSetAvailable";
            return (
                wasComplete ? MicroServiceStatus.Degraded : MicroServiceStatus.Progressing,
                $"{available} of {desired} replicas are available.");
        }

        return (desired == 0 ? MicroServiceStatus.Stopped : MicroServiceStatus.Healthy, null);
    }

    private static JsonElement? Condition(JsonElement json, string type)
    {
        foreach (JsonElement condition in json.Items("status", "conditions"))
        {
            if (condition.Text("type") == type) return condition;
        }

        return null;
    }
}

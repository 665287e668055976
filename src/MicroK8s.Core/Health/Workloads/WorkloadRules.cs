using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with a Deployment, StatefulSet or DaemonSet.</summary>
/// <remarks>
/// The counts are those of <c>kubectl rollout status</c> (kubernetes/kubectl,
/// pkg/polymorphichelpers/rollout_status.go); a count that the server omits is 0.
/// </remarks>
public static class WorkloadRules
{
    /// <summary>The verdict on a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="now">The time by the server's clock.</param>
    /// <returns>Null if it is well, or stopped on purpose.</returns>
    public static HealthVerdict? Judge(KubeObject workload, DateTimeOffset now)
    {
        if (workload.IsBeingDeleted) return null;

        HealthProblem? problem = workload.Kind switch
        {
            "Deployment" => Deployment(workload, now),
            "DaemonSet" => Counted(
                workload, now, workload.Json.Count("status", "desiredNumberScheduled"),
                workload.Json.Count("status", "updatedNumberScheduled"),
                workload.Json.Count("status", "numberAvailable")),
            _ => Counted(
                workload, now, workload.Json.Number("spec", "replicas") ?? 1, StatefulUpdated(workload.Json),
                workload.Json.Count("status", "readyReplicas")),
        };
        return problem is null ? null : HealthVerdict.FromProblems($"{workload}", [problem]);
    }

    private static HealthProblem? Deployment(KubeObject deployment, DateTimeOffset now)
    {
        (MicroServiceStatus status, string? reason) = ServiceStatusRules.Judge(deployment, now);
        string evidence = reason?.TrimEnd('.') ?? "";
        return status switch
        {
            MicroServiceStatus.Degraded => new HealthProblem(
                HealthStatus.Unhealthy, evidence,
                $"Invoke-Rollback -Name {deployment.Name} -Namespace {deployment.Namespace}"),
            MicroServiceStatus.Progressing or MicroServiceStatus.Paused => new HealthProblem(
                HealthStatus.Warning, evidence,
                $"Get-MicroService -Name {deployment.Name} -Namespace {deployment.Namespace}"),
            _ => null,
        };
    }

    /// <summary>Neither kind tells that it has failed, so what is missing gets the time that a pod may take.</summary>
    private static HealthProblem? Counted(
        KubeObject workload, DateTimeOffset now, int desired, int updated, int available)
    {
        string kind = workload.Kind.ToLowerInvariant();
        string describe = $"kubectl describe {kind} {workload.Name} -n {workload.Namespace}";
        if (workload.Generation > workload.Json.Count("status", "observedGeneration"))
        {
            return new HealthProblem(
                HealthStatus.Warning, "The controller has not seen the last change yet", describe);
        }

        bool onDelete = workload.Json.Text("spec", "updateStrategy", "type") == "OnDelete";
        if (updated < desired && !onDelete)
        {
            return new HealthProblem(HealthStatus.Warning, $"{updated} of {desired} pods are updated", describe);
        }

        if (available >= desired) return null;
        bool isNew = now - workload.Created <= PodHealthRules.StartGrace;
        return new HealthProblem(
            isNew ? HealthStatus.Warning : HealthStatus.Unhealthy, $"{available} of {desired} pods are available",
            describe);
    }

    /// <summary>A partition keeps the pods below it old on purpose, so they count as updated.</summary>
    private static int StatefulUpdated(JsonElement json)
    {
        int desired = json.Number("spec", "replicas") ?? 1;
        bool isComplete = json.Text("status", "updateRevision") == json.Text("status", "currentRevision");
        int kept = Math.Min(json.Count("spec", "updateStrategy", "rollingUpdate", "partition"), desired);
        return isComplete ? desired : json.Count("status", "updatedReplicas") + kept;
    }
}

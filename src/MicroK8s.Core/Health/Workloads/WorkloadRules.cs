using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with a Deployment, StatefulSet or DaemonSet.</summary>
/// <remarks>The judgement is that of <c>Get-MicroService</c>: <see cref="ServiceStatusRules"/>.</remarks>
public static class WorkloadRules
{
    /// <summary>What is wrong with a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="now">The time by the server's clock.</param>
    /// <returns>Nothing if it is well, stopped on purpose, or being deleted.</returns>
    public static IEnumerable<HealthProblem> Judge(KubeObject workload, DateTimeOffset now)
    {
        if (workload.IsBeingDeleted) return [];

        (MicroServiceStatus status, string? reason) = ServiceStatusRules.Judge(workload, now);
        (HealthCode Code, string Cmdlet)? found = status switch
        {
            MicroServiceStatus.Degraded when DeploymentStatus.IsPastDeadline(workload) =>
                (WorkloadCodes.PastDeadline, "Invoke-Rollback"),
            MicroServiceStatus.Degraded when workload.Condition("ReplicaFailure").Text("status") == "True" =>
                (WorkloadCodes.Refused, "Get-MicroServiceEvent"),
            MicroServiceStatus.Degraded => (WorkloadCodes.Degraded, "Get-MicroServicePod"),
            MicroServiceStatus.Progressing => (WorkloadCodes.Progressing, "Wait-MicroService"),
            MicroServiceStatus.Paused => (WorkloadCodes.Paused, "Resume-Rollout"),
            _ => null,
        };
        return found is not { } problem
            ? []
            :
            [
                new HealthProblem(
                    problem.Code, reason?.TrimEnd('.') ?? "",
                    AdvisedCommand.For(problem.Cmdlet, workload.Name, workload.Namespace)),
            ];
    }
}

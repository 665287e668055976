using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with a Deployment, StatefulSet or DaemonSet.</summary>
/// <remarks>The judgement is that of <c>Get-MicroService</c>: <see cref="ServiceStatusRules"/>.</remarks>
public static class WorkloadRules
{
    /// <summary>The verdict on a workload.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="now">The time by the server's clock.</param>
    /// <returns>Null if it is well, stopped on purpose, or being deleted.</returns>
    public static HealthVerdict? Judge(KubeObject workload, DateTimeOffset now)
    {
        if (workload.IsBeingDeleted) return null;

        (MicroServiceStatus status, string? reason) = ServiceStatusRules.Judge(workload, now);
        HealthStatus? verdict = status switch
        {
            MicroServiceStatus.Degraded => HealthStatus.Unhealthy,
            MicroServiceStatus.Progressing or MicroServiceStatus.Paused => HealthStatus.Warning,
            _ => null,
        };
        if (verdict is null) return null;
        string cmdlet = verdict == HealthStatus.Unhealthy && DeploymentStatus.IsPastDeadline(workload)
            ? "Invoke-Rollback"
            : status == MicroServiceStatus.Paused ? "Resume-Rollout" : "Get-MicroServicePod";
        string remediation = $"{cmdlet} -Name {workload.Name} -Namespace {workload.Namespace}";
        var problem = new HealthProblem(verdict.Value, reason?.TrimEnd('.') ?? "", remediation);
        return HealthVerdict.FromProblems($"{workload}", [problem]);
    }
}

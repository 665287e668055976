namespace MicroK8s.Health.Workloads;

/// <summary>Problems of Deployments, StatefulSets and DaemonSets.</summary>
public static class WorkloadCodes
{
    /// <summary>Fewer pods are available than wanted, after it was complete.</summary>
    public static readonly HealthCode Degraded = new("MK401", "Workload lacks available pods", HealthStatus.Unhealthy);

    /// <summary>The server has given the rollout up.</summary>
    public static readonly HealthCode PastDeadline =
        new("MK402", "Rollout exceeded its progress deadline", HealthStatus.Unhealthy);

    /// <summary>The server refuses to make pods.</summary>
    public static readonly HealthCode Refused = new("MK403", "Pods cannot be created", HealthStatus.Unhealthy);

    /// <summary>A rollout is under way.</summary>
    public static readonly HealthCode Progressing = new("MK404", "Rollout is in progress", HealthStatus.Warning);

    /// <summary>The rollout is paused.</summary>
    public static readonly HealthCode Paused = new("MK405", "Rollout is paused", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [Degraded, PastDeadline, Refused, Progressing, Paused];
}

namespace MicroK8s.Health.Workloads;

/// <summary>Problems of pods.</summary>
public static class PodCodes
{
    /// <summary>A container ends again and again.</summary>
    public static readonly HealthCode CrashLoop = new("MK411", "Container is in a crash loop", HealthStatus.Unhealthy);

    /// <summary>An image cannot be had.</summary>
    public static readonly HealthCode Image = new("MK412", "Image cannot be pulled", HealthStatus.Unhealthy);

    /// <summary>A container cannot be made or started.</summary>
    public static readonly HealthCode CannotStart = new("MK413", "Container cannot start", HealthStatus.Unhealthy);

    /// <summary>A container was ended because it needed more memory than its limit.</summary>
    public static readonly HealthCode OutOfMemory =
        new("MK414", "Container ran out of memory", HealthStatus.Unhealthy);

    /// <summary>A container was restarted a short time ago.</summary>
    public static readonly HealthCode Restarted =
        new("MK415", "Container was restarted recently", HealthStatus.Warning);

    /// <summary>A container has ended with an error and is not started again yet.</summary>
    public static readonly HealthCode Failed = new("MK416", "Container has failed", HealthStatus.Unhealthy);

    /// <summary>No node takes the pod.</summary>
    public static readonly HealthCode Unschedulable =
        new("MK417", "Pod cannot be scheduled", HealthStatus.Unhealthy);

    /// <summary>The pod is not ready.</summary>
    public static readonly HealthCode NotReady = new("MK418", "Pod is not ready", HealthStatus.Unhealthy);

    /// <summary>The pod does not end.</summary>
    public static readonly HealthCode Stuck = new("MK419", "Pod is stuck in Terminating", HealthStatus.Unhealthy);

    /// <summary>The pod is over: evicted, or refused by its node.</summary>
    public static readonly HealthCode Over = new("MK420", "Pod was evicted or has failed", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } =
        [CrashLoop, Image, CannotStart, OutOfMemory, Restarted, Failed, Unschedulable, NotReady, Stuck, Over];
}

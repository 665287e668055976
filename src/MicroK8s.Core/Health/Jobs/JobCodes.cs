namespace MicroK8s.Health.Jobs;

/// <summary>Problems of Jobs and CronJobs.</summary>
public static class JobCodes
{
    /// <summary>It has failed for good.</summary>
    public static readonly HealthCode Failed = new("MK431", "Job has failed", HealthStatus.Warning);

    /// <summary>The newest of its finished Jobs failed.</summary>
    public static readonly HealthCode CronFailing =
        new("MK432", "Last run of a CronJob has failed", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [Failed, CronFailing];
}

namespace MicroK8s.Health.Scaling;

/// <summary>Problems of quotas.</summary>
public static class QuotaCodes
{
    /// <summary>Most of it is used.</summary>
    public static readonly HealthCode NearlyUsed = new("MK461", "Quota is nearly used up", HealthStatus.Warning);

    /// <summary>All of it is used.</summary>
    public static readonly HealthCode Used = new("MK462", "Quota is used up", HealthStatus.Unhealthy);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [NearlyUsed, Used];
}

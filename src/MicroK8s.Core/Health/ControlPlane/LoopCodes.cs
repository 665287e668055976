namespace MicroK8s.Health.ControlPlane;

/// <summary>Problems of the scheduler and the controller manager.</summary>
public static class LoopCodes
{
    /// <summary>Nobody has renewed the lease.</summary>
    public static readonly HealthCode NoInstance =
        new("MK111", "No instance of a control loop works", HealthStatus.Unhealthy);

    /// <summary>The lease was given back and not taken up yet.</summary>
    public static readonly HealthCode NoLeader =
        new("MK112", "A control loop has no leader", HealthStatus.Warning);

    /// <summary>There is no lease.</summary>
    public static readonly HealthCode Hidden =
        new("MK113", "A control loop cannot be seen", HealthStatus.Unknown);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [NoInstance, NoLeader, Hidden];
}

namespace MicroK8s.Health.Storage;

/// <summary>Problems of volumes.</summary>
public static class StorageCodes
{
    /// <summary>It is not bound after its time.</summary>
    public static readonly HealthCode ClaimPending = new("MK601", "Claim has no volume", HealthStatus.Unhealthy);

    /// <summary>The volume that it was bound to is gone.</summary>
    public static readonly HealthCode ClaimLost = new("MK602", "Claim has lost its volume", HealthStatus.Unhealthy);

    /// <summary>It could not be reclaimed.</summary>
    public static readonly HealthCode VolumeFailed = new("MK603", "Volume has failed", HealthStatus.Unhealthy);

    /// <summary>The driver reports an error.</summary>
    public static readonly HealthCode Attachment =
        new("MK604", "Volume cannot be attached or detached", HealthStatus.Unhealthy);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [ClaimPending, ClaimLost, VolumeFailed, Attachment];
}

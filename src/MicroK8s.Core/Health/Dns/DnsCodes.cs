namespace MicroK8s.Health.Dns;

/// <summary>Problems of the cluster's DNS.</summary>
public static class DnsCodes
{
    /// <summary>No endpoint is ready.</summary>
    public static readonly HealthCode Down = new("MK311", "Cluster DNS has no ready endpoint", HealthStatus.Unhealthy);

    /// <summary>Some endpoints are not ready.</summary>
    public static readonly HealthCode Partly =
        new("MK312", "Endpoints of cluster DNS are not ready", HealthStatus.Warning);

    /// <summary>There is no service.</summary>
    public static readonly HealthCode Missing = new("MK313", "Cluster DNS is not found", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [Down, Partly, Missing];
}

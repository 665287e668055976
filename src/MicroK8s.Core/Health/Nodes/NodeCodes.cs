namespace MicroK8s.Health.Nodes;

/// <summary>Problems of nodes.</summary>
public static class NodeCodes
{
    /// <summary>Ready is not True.</summary>
    public static readonly HealthCode NotReady = new("MK201", "Node is not ready", HealthStatus.Unhealthy);

    /// <summary>Memory, disk or process identifiers are short, or the network is not set up.</summary>
    public static readonly HealthCode Pressure =
        new("MK202", "Node is under pressure or without network", HealthStatus.Unhealthy);

    /// <summary>A condition that others than Kubernetes report.</summary>
    public static readonly HealthCode OtherCondition =
        new("MK203", "Node has a problem that a monitor reports", HealthStatus.Unhealthy);

    /// <summary>It is Ready, yet its lease is old.</summary>
    public static readonly HealthCode Silent = new("MK204", "Node has not been heard of", HealthStatus.Unhealthy);

    /// <summary>Kubelet and API server do not fit together.</summary>
    public static readonly HealthCode Skew =
        new("MK205", "Version of the kubelet is not supported by the API server", HealthStatus.Unhealthy);

    /// <summary>No new pods are placed on it.</summary>
    public static readonly HealthCode Cordoned = new("MK206", "Node is cordoned", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } =
        [NotReady, Pressure, OtherCondition, Silent, Skew, Cordoned];
}

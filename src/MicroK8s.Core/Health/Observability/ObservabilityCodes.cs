namespace MicroK8s.Health.Observability;

/// <summary>Problems of metrics, monitors and logs.</summary>
public static class ObservabilityCodes
{
    /// <summary>The metrics API does not know the node.</summary>
    public static readonly HealthCode NodeWithoutMetrics = new("MK321", "Node has no metrics", HealthStatus.Warning);

    /// <summary>No Service or pod has the labels of its selector.</summary>
    public static readonly HealthCode MonitorSelectsNothing =
        new("MK801", "Monitor selects nothing", HealthStatus.Warning);

    /// <summary>What it selects has no port of the name.</summary>
    public static readonly HealthCode MonitorPort =
        new("MK802", "Port of a monitor does not exist", HealthStatus.Warning);

    /// <summary>Its DaemonSet has no ready pod on some nodes.</summary>
    public static readonly HealthCode CollectorMissing =
        new("MK803", "Log collector is missing on nodes", HealthStatus.Warning);

    /// <summary>No Prometheus of the operator takes the monitor.</summary>
    public static readonly HealthCode MonitorUnselected =
        new("MK804", "No Prometheus selects a monitor", HealthStatus.Warning);

    /// <summary>Those of the metrics API.</summary>
    public static IReadOnlyList<HealthCode> OfMetrics { get; } = [NodeWithoutMetrics];

    /// <summary>Those of monitors.</summary>
    public static IReadOnlyList<HealthCode> OfMonitors { get; } =
        [MonitorSelectsNothing, MonitorPort, MonitorUnselected];

    /// <summary>Those of logs.</summary>
    public static IReadOnlyList<HealthCode> OfLogs { get; } = [CollectorMissing];
}

using MicroK8s.Errors;
using MicroK8s.Metrics;

namespace MicroK8s.Monitoring;

/// <summary>How a service is monitored.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="MonitorKind">By what.</param>
/// <param name="Monitor">The name of the ServiceMonitor or PodMonitor. Null for annotations.</param>
/// <param name="Port">The name of the port that is scraped, or its number for annotations.</param>
/// <param name="Path">The path of the metrics.</param>
/// <param name="Context">The context it was read from, so that it finds its way back down a pipeline.</param>
/// <param name="KubeConfig">The kubeconfig that was named when it was read. Null if none was.</param>
public sealed record ServiceMonitoring(
    string Name, string Namespace, MonitorKind MonitorKind, string? Monitor, string Port, string Path, string Context,
    [property: RawText] string? KubeConfig)
{
    /// <summary>The time between two scrapes. Null if the configuration of Prometheus decides it.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// Whether a Prometheus of the operator takes the monitor. Null if that is not known, as for annotations.
    /// </summary>
    public bool? IsSelected { get; init; }

    /// <summary>Each Prometheus of the operator that takes the monitor, as <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> Prometheus { get; init; } = [];

    /// <summary>What of others scrapes the port already, so that nothing was written. Null if nothing does.</summary>
    public string? ExistingBy { get; init; }

    /// <summary>What Prometheus scrapes, if that was waited for; else empty.</summary>
    public IReadOnlyList<PrometheusTarget> Targets { get; init; } = [];

    /// <summary>Makes the record of a plan.</summary>
    /// <param name="plan">The plan, done.</param>
    /// <param name="context">The context.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    public static ServiceMonitoring Of(MonitoringPlan plan, string context, string? kubeConfig) => new(
        plan.Workload.Name, plan.Workload.Namespace ?? "", plan.Kind, plan.Monitor, plan.Port, plan.Path, context,
        kubeConfig)
    {
        Interval = plan.Interval,
        IsSelected = plan.IsSelected,
        Prometheus = plan.Prometheus,
        ExistingBy = plan.ExistingBy,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}

using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>What a plan for monitoring is made of.</summary>
/// <param name="Workload">The Deployment, StatefulSet or DaemonSet.</param>
/// <param name="Services">All Services of its namespace.</param>
/// <param name="Monitors">The ServiceMonitors and PodMonitors that could be read, of all namespaces.</param>
public sealed record MonitoringSnapshot(
    KubeObject Workload, IReadOnlyList<KubeObject> Services, IReadOnlyList<KubeObject> Monitors)
{
    /// <summary>The kinds of monitor that the server has.</summary>
    public IReadOnlyList<string> ServedKinds { get; init; } = [];

    /// <summary>
    /// Each Prometheus and PrometheusAgent of the operator. Null if they could not be read, or the server does not
    /// have the kinds.
    /// </summary>
    public IReadOnlyList<KubeObject>? Prometheuses { get; init; }

    /// <summary>The labels of the namespace. Null if they could not be read.</summary>
    public IReadOnlyDictionary<string, string>? NamespaceLabels { get; init; }

    /// <summary>What may not be read, as sentences.</summary>
    public IReadOnlyList<string> Denials { get; init; } = [];
}

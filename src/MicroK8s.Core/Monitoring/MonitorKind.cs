namespace MicroK8s.Monitoring;

/// <summary>How Prometheus finds the metrics of a service.</summary>
public enum MonitorKind
{
    /// <summary>A ServiceMonitor of the Prometheus operator: it selects a Service, and the pods behind it.</summary>
    ServiceMonitor,

    /// <summary>A PodMonitor of the Prometheus operator: it selects pods, without a Service.</summary>
    PodMonitor,

    /// <summary>
    /// The annotations <c>prometheus.io/scrape</c>, <c>port</c>, <c>path</c> and <c>scheme</c>, which the usual
    /// configuration without the operator reads.
    /// </summary>
    Annotations,
}

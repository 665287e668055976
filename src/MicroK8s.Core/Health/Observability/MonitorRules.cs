using MicroK8s.Health.Network;
using MicroK8s.Monitoring;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>
/// Whether a monitor of the Prometheus operator finds anything, and whether a Prometheus takes it
/// (prometheus-operator.dev, API).
/// </summary>
public static class MonitorRules
{
    /// <summary>What is wrong with what a ServiceMonitor selects.</summary>
    /// <param name="monitor">The ServiceMonitor.</param>
    /// <param name="index">The Services of the cluster.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject monitor, ServiceIndex index)
    {
        ServiceState[] selected = [.. index.All.Where(service =>
            MonitorSelector.Selects(monitor, service.Namespace, service.Labels))];
        if (selected.Length == 0) return [Nothing(monitor, "No Service", "the Service")];
        return NamesOf(monitor)
            .Where(port => !selected.Any(service => service.Ports.Any(own => own.Name == port)))
            .Select(port => new HealthProblem(
                ObservabilityCodes.MonitorPort,
                $"{selected[0].Target}{(selected.Length > 1 ? " and others" : "")} that it selects has no port {port}",
                "Correct its port, or name the port of the Service"));
    }

    /// <summary>What is wrong with what a PodMonitor selects.</summary>
    /// <param name="monitor">The PodMonitor.</param>
    /// <param name="pods">The pods of the cluster.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject monitor, PodIndex pods)
    {
        PodIndex.Shape[] selected =
            [.. pods.All.Where(pod => MonitorSelector.Selects(monitor, pod.Namespace, pod.Labels))];
        if (selected.Length == 0) return [Nothing(monitor, "No pod", "the pods")];
        return NamesOf(monitor)
            .Where(port => !selected.Any(pod => pod.Ports.Contains(port)))
            .Select(port => new HealthProblem(
                ObservabilityCodes.MonitorPort,
                $"Pod {selected[0].Namespace}/{selected[0].Name}{(selected.Length > 1 ? " and others" : "")} that it "
                + $"selects has no port {port}",
                "Correct its port, or name the port of the container"));
    }

    /// <summary>Whether a Prometheus takes a monitor.</summary>
    /// <param name="monitor">The ServiceMonitor or PodMonitor.</param>
    /// <param name="servers">Each Prometheus and PrometheusAgent of the cluster.</param>
    /// <param name="namespaceLabels">The labels of its namespace. Null if they are not known.</param>
    /// <returns>
    /// Null if one does or may, and if there is none: then something else reads the monitors, such as Grafana Alloy.
    /// </returns>
    public static HealthProblem? Unselected(
        KubeObject monitor, IReadOnlyList<KubeObject> servers, IReadOnlyDictionary<string, string>? namespaceLabels) =>
        servers.Count == 0 || servers.Any(server => PrometheusChoice.Takes(
            server, monitor.Kind, monitor.Namespace, monitor.Labels, namespaceLabels) != false)
            ? null
            : new HealthProblem(
                ObservabilityCodes.MonitorUnselected,
                string.Join("; ", servers.Select(server => PrometheusChoice.Describe(server, monitor.Kind))),
                "Give it the labels that Prometheus selects; Enable-MicroServiceMonitoring finds them out");

    private static HealthProblem Nothing(KubeObject monitor, string what, string whose) => new(
        ObservabilityCodes.MonitorSelectsNothing,
        $"{what} has the labels {LabelSelectors.Text(monitor.Json.At("spec", "selector") ?? default)}",
        $"Correct its selector, or the labels of {whose}");

    private static IEnumerable<string> NamesOf(KubeObject monitor) =>
        MonitorSelector.Endpoints(monitor).Select(endpoint => endpoint.Text("port")).OfType<string>();
}

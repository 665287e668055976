using System.Text.Json;
using MicroK8s.Health.Network;
using MicroK8s.Resources;

namespace MicroK8s.Health.Observability;

/// <summary>
/// Whether a ServiceMonitor of the Prometheus operator finds anything (prometheus-operator.dev, API).
/// </summary>
public static class MonitorRules
{
    /// <summary>What is wrong with a monitor.</summary>
    /// <param name="monitor">The ServiceMonitor.</param>
    /// <param name="index">The Services of the cluster.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject monitor, ServiceIndex index)
    {
        JsonElement selector = monitor.Json.At("spec", "selector") ?? default;
        ServiceState[] selected = [.. index.All.Where(service =>
            IsWatched(monitor, service.Namespace) && LabelSelectors.Matches(selector, service.Labels))];
        if (selected.Length == 0)
        {
            string labels = LabelSelectors.Text(selector);
            return
            [
                new HealthProblem(
                    ObservabilityCodes.MonitorSelectsNothing, $"No Service has the labels {labels}",
                    "Correct its selector, or the labels of the Service"),
            ];
        }

        return monitor.Json.Items("spec", "endpoints").Select(endpoint => endpoint.Text("port"))
            .Where(port => port is not null && !selected.Any(service => service.Ports.Any(own => own.Name == port)))
            .Select(port => new HealthProblem(
                ObservabilityCodes.MonitorPort,
                $"{selected[0].Target}{(selected.Length > 1 ? " and others" : "")} that it selects has no port {port}",
                "Correct its port, or name the port of the Service"));
    }

    private static bool IsWatched(KubeObject monitor, string namespaceName)
    {
        if (monitor.Json.Flag("spec", "namespaceSelector", "any")) return true;
        string[] names =
            [.. monitor.Json.Items("spec", "namespaceSelector", "matchNames").Select(name => name.Text() ?? "")];
        return names.Length == 0 ? namespaceName == monitor.Namespace : names.Contains(namespaceName);
    }
}

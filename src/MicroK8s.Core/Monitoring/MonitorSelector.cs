using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>
/// What a ServiceMonitor or PodMonitor selects (prometheus-operator.dev, "API reference"): Services or pods with
/// labels, in its own namespace unless it names others.
/// </summary>
public static class MonitorSelector
{
    /// <summary>Whether a monitor looks into a namespace.</summary>
    /// <param name="monitor">The ServiceMonitor or PodMonitor.</param>
    /// <param name="namespaceName">The namespace.</param>
    public static bool Watches(KubeObject monitor, string? namespaceName)
    {
        if (monitor.Json.Flag("spec", "namespaceSelector", "any")) return true;
        string[] names =
            [.. monitor.Json.Items("spec", "namespaceSelector", "matchNames").Select(name => name.Text() ?? "")];
        return names.Length == 0 ? namespaceName == monitor.Namespace : names.Contains(namespaceName);
    }

    /// <summary>Whether a monitor selects a Service, or pods.</summary>
    /// <param name="monitor">The ServiceMonitor or PodMonitor.</param>
    /// <param name="namespaceName">The namespace of the Service or the pods.</param>
    /// <param name="labels">Their labels.</param>
    public static bool Selects(
        KubeObject monitor, string? namespaceName, IReadOnlyDictionary<string, string> labels) =>
        Watches(monitor, namespaceName)
        && LabelSelectors.Matches(monitor.Json.At("spec", "selector") ?? default, labels);

    /// <summary>What it scrapes of each of them.</summary>
    /// <param name="monitor">The ServiceMonitor or PodMonitor.</param>
    public static IEnumerable<JsonElement> Endpoints(KubeObject monitor) =>
        monitor.Json.Items("spec", Field(monitor.Kind));

    /// <summary>The field of the spec with what is scraped.</summary>
    internal static string Field(string kind) =>
        kind == ResourceTypes.PodMonitor.Kind ? "podMetricsEndpoints" : "endpoints";
}

using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Monitoring;

/// <summary>
/// Which monitors a Prometheus of the operator takes (prometheus-operator.dev, "API reference",
/// <c>serviceMonitorSelector</c> and <c>serviceMonitorNamespaceSelector</c>): no selector of monitors takes none, an
/// empty one takes all; no selector of namespaces is its own namespace, an empty one all.
/// </summary>
public static class PrometheusChoice
{
    /// <summary>Whether a Prometheus takes a monitor.</summary>
    /// <param name="prometheus">The Prometheus or PrometheusAgent.</param>
    /// <param name="kind">The kind of the monitor: <c>ServiceMonitor</c> or <c>PodMonitor</c>.</param>
    /// <param name="namespaceName">The namespace of the monitor.</param>
    /// <param name="labels">The labels of the monitor.</param>
    /// <param name="namespaceLabels">The labels of its namespace. Null if they are not known.</param>
    /// <returns>Null if that depends on labels of the namespace that are not known.</returns>
    public static bool? Takes(
        KubeObject prometheus, string kind, string? namespaceName, IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string>? namespaceLabels) =>
        SelectorOf(prometheus, kind) is { } selector && LabelSelectors.Matches(selector, labels)
            ? LooksInto(prometheus, kind, namespaceName, namespaceLabels)
            : false;

    /// <summary>Whether a Prometheus looks for monitors in a namespace.</summary>
    /// <param name="prometheus">The Prometheus or PrometheusAgent.</param>
    /// <param name="kind">The kind of the monitors.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="namespaceLabels">Its labels. Null if they are not known.</param>
    /// <returns>Null if that depends on labels that are not known.</returns>
    public static bool? LooksInto(
        KubeObject prometheus, string kind, string? namespaceName,
        IReadOnlyDictionary<string, string>? namespaceLabels)
    {
        if (prometheus.Json.At("spec", NamespaceField(kind)) is not { } selector)
        {
            return namespaceName == prometheus.Namespace;
        }

        if (LabelSelectors.Text(selector).Length == 0) return true;
        return namespaceLabels is null ? null : LabelSelectors.Matches(selector, namespaceLabels);
    }

    /// <summary>The labels that a monitor lacks so that a Prometheus selects it.</summary>
    /// <param name="prometheus">The Prometheus or PrometheusAgent.</param>
    /// <param name="kind">The kind of the monitor.</param>
    /// <param name="labels">The labels that it has, which stay.</param>
    /// <returns>None if it lacks none. Null if no label helps.</returns>
    public static IReadOnlyDictionary<string, string>? Lacking(
        KubeObject prometheus, string kind, IReadOnlyDictionary<string, string> labels)
    {
        if (SelectorOf(prometheus, kind) is not { } selector) return null;
        var lacking = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in selector.Map("matchLabels"))
        {
            if (!labels.ContainsKey(key)) lacking[key] = value;
        }

        foreach (JsonElement expression in selector.Items("matchExpressions"))
        {
            string key = expression.Text("key") ?? "";
            if (labels.ContainsKey(key) || lacking.ContainsKey(key)) continue;
            string? value = expression.Text("operator") switch
            {
                "In" => expression.Items("values").Select(one => one.Text()).FirstOrDefault(),
                "Exists" => "true",
                _ => null,
            };
            if (value is not null) lacking[key] = value;
        }

        Dictionary<string, string> all = labels.Concat(lacking).ToDictionary(StringComparer.Ordinal);
        return LabelSelectors.Matches(selector, all) ? lacking : null;
    }

    /// <summary>What a Prometheus looks for, in words.</summary>
    /// <param name="prometheus">The Prometheus or PrometheusAgent.</param>
    /// <param name="kind">The kind of the monitors.</param>
    public static string Describe(KubeObject prometheus, string kind)
    {
        string what = SelectorOf(prometheus, kind) is not { } selector ? $"no {kind}s"
            : LabelSelectors.Text(selector) is { Length: > 0 } labels ? $"{kind}s with the labels {labels}"
            : $"all {kind}s";
        string where = prometheus.Json.At("spec", NamespaceField(kind)) is not { } namespaces
            ? $"namespace {prometheus.Namespace}"
            : LabelSelectors.Text(namespaces) is { Length: > 0 } needed ? $"namespaces with the labels {needed}"
            : "all namespaces";
        return $"{prometheus.Kind} {prometheus.Namespace}/{prometheus.Name} selects {what} in {where}";
    }

    private static JsonElement? SelectorOf(KubeObject prometheus, string kind) =>
        prometheus.Json.At("spec", kind == ResourceTypes.PodMonitor.Kind
            ? "podMonitorSelector"
            : "serviceMonitorSelector") is { ValueKind: JsonValueKind.Object } selector ? selector : null;

    private static string NamespaceField(string kind) => kind == ResourceTypes.PodMonitor.Kind
        ? "podMonitorNamespaceSelector"
        : "serviceMonitorNamespaceSelector";
}

using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>The sources that are known by name.</summary>
public static class MetricSources
{
    /// <summary>Istio's proxies.</summary>
    public static IstioMetrics Istio { get; } = new();

    /// <summary>The ingress-nginx controller.</summary>
    public static IngressNginxMetrics IngressNginx { get; } = new();

    /// <summary>The service itself, by OpenTelemetry's conventions.</summary>
    public static OpenTelemetryMetrics OpenTelemetry { get; } = new();

    /// <summary>
    /// All, in the order in which they are looked for: what stands before the service sees also the requests that it
    /// did not answer.
    /// </summary>
    public static IReadOnlyList<MetricSource> All { get; } = [Istio, IngressNginx, OpenTelemetry];

    /// <summary>One by its name, in any case of letters.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ClusterException">InvalidSpec: there is none of this name.</exception>
    public static MetricSource Named(string name) =>
        All.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw InvalidInput.Of(
            "MetricSource", name, $"must be one of {string.Join(", ", All.Select(source => source.Name))}");
}

using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Metrics;

/// <summary>Finds the Service of Prometheus by the names and labels that its usual installations give it.</summary>
/// <remarks>
/// Sources: prometheus-community/helm-charts (charts/prometheus, charts/kube-prometheus-stack),
/// prometheus-operator/prometheus-operator (pkg/prometheus, the governing Service), prometheus-operator/kube-prometheus
/// (manifests/prometheus-service.yaml), istio/istio (samples/addons/prometheus.yaml).
/// </remarks>
public static class PrometheusServices
{
    private const string Governing = "prometheus-operated";

    private static readonly string[] Names =
        ["prometheus", "prometheus-server", "prometheus-k8s", "kube-prometheus-stack-prometheus", Governing];

    /// <summary>Charts put the name of the release before these, and cut long ones.</summary>
    private static readonly string[] NameEnds =
        ["-prometheus-server", "-kube-prometheus-prometheus", "-kube-prome-prometheus"];

    private static readonly string[] Apps =
        ["prometheus", "kube-prometheus-stack-prometheus", "prometheus-operator-prometheus"];

    private static readonly string[] Components = ["", "server", "prometheus"];

    private static readonly string[] PortNames =
        ["http-web", "web", "http-prometheus", "http", "prometheus", "https-web", "https"];

    /// <summary>The only one of the cluster, or of a namespace.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">Where to look. Null for all namespaces.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: there is none. InvalidSpec: there are several; the message lists them. AccessDenied: the user
    /// may not list Services. Unreachable, NotAuthenticated.
    /// </exception>
    public static async Task<ProxiedService> FindAsync(
        IResources resources, string? namespaceName, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> services = await resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Service, namespaceName), cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<ProxiedService> found = Among(services);
        string where = namespaceName is null ? "the cluster" : $"namespace {namespaceName}";
        return found switch
        {
            [var only] => only,
            [] => throw new ClusterException(
                ClusterFault.ResourceNotFound, $"No Service of Prometheus was found in {where}.", namespaceName,
                "Give the address of Prometheus, or the namespace, name and port of its Service."),
            _ => throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"There are {found.Count} Services of Prometheus in {where}: {string.Join(", ", found)}.",
                namespaceName,
                "Give the namespace, name and port of the one that scrapes the service."),
        };
    }

    /// <summary>
    /// Those among some Services that are of Prometheus and have a port for its API, by namespace and name. The
    /// governing Service of the operator counts only where no other leads to the same pods.
    /// </summary>
    /// <param name="services">The Services.</param>
    public static IReadOnlyList<ProxiedService> Among(IEnumerable<KubeObject> services)
    {
        (KubeObject Service, ProxiedService Port)[] candidates =
        [
            .. services.Where(IsPrometheus).Select(service => (service, port: PortOf(service)))
                .Where(pair => pair.port is not null).Select(pair => (pair.service, pair.port!)),
        ];
        return
        [
            .. candidates
                .Where(one => one.Service.Name != Governing || !candidates.Any(other =>
                    other.Service.Name != Governing && other.Service.Namespace == one.Service.Namespace))
                .Select(one => one.Port)
                .OrderBy(service => service.Namespace, StringComparer.Ordinal)
                .ThenBy(service => service.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsPrometheus(KubeObject service)
    {
        string Label(string name) => service.Labels.TryGetValue(name, out string? value) ? value : "";
        string component = Label("app.kubernetes.io/component") is { Length: > 0 } named ? named : Label("component");
        if (!Components.Contains(component)) return false;
        return Label("app.kubernetes.io/name") == "prometheus" || Apps.Contains(Label("app"))
            || Names.Contains(service.Name)
            || NameEnds.Any(end => service.Name.EndsWith(end, StringComparison.Ordinal));
    }

    private static ProxiedService? PortOf(KubeObject service)
    {
        JsonElement[] ports = [.. service.Json.Items("spec", "ports")];
        JsonElement chosen = PortNames.Select(name => ports.FirstOrDefault(one => one.Text("name") == name))
            .Append(ports.FirstOrDefault(one => one.Count("port") is 9090 or 80))
            .Append(ports.Length == 1 ? ports[0] : default)
            .FirstOrDefault(one => one.ValueKind == JsonValueKind.Object);
        if (chosen.ValueKind != JsonValueKind.Object) return null;
        string? name = chosen.Text("name");
        bool isSecure = (name ?? "").StartsWith("https", StringComparison.Ordinal)
            || chosen.Text("appProtocol") == "https" || chosen.Count("port") == 443;
        return new ProxiedService(service.Namespace ?? "", service.Name, name ?? chosen.Text("port"))
        {
            IsSecure = isSecure,
        };
    }
}

using MicroK8s.Monitoring;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Monitoring;

/// <summary>A service of namespace shop as the cluster shows it, and what could monitor it.</summary>
internal static class MonitoringScene
{
    /// <summary>A Deployment with one container.</summary>
    /// <param name="ports">The ports of the container, as JSON.</param>
    /// <param name="name">Its name, and the label <c>app</c> of its pods.</param>
    public static KubeObject Workload(string ports = """[{"containerPort":8080}]""", string name = "web") => KubeObject.Parse($$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}","namespace":"shop","uid":"d","resourceVersion":"1"},
         "spec":{"selector":{"matchLabels":{"app":"{{name}}","track":"stable"} },"template":{"metadata":{"labels":{"app":"{{name}}","track":"stable"} },
         "spec":{"containers":[{"name":"web","image":"shop/web:v1","ports":{{ports}} }]} } } }
        """);

    /// <summary>A Service that selects its pods.</summary>
    /// <param name="ports">Its ports, as JSON.</param>
    /// <param name="name">Its name.</param>
    /// <param name="metadata">Labels and annotations, as members of JSON.</param>
    public static KubeObject Service(
        string ports, string name = "web", string metadata = "\"labels\":{\"app\":\"web\",\"app.kubernetes.io/name\":\"web\"}") => KubeObject.Parse($$"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"{{name}}","namespace":"shop","uid":"s-{{name}}","resourceVersion":"1",{{metadata}} },
         "spec":{"selector":{"app":"web"},"ports":{{ports}} } }
        """);

    public static KubeObject Monitor(string kind, string name, string spec, string labels = "{}", string space = "shop") => KubeObject.Parse($$"""
        {"apiVersion":"monitoring.coreos.com/v1","kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"{{space}}","uid":"m-{{name}}","resourceVersion":"1","labels":{{labels}} },"spec":{{spec}} }
        """);

    public static KubeObject Prometheus(string spec, string name = "k8s", string space = "monitoring") => KubeObject.Parse($$"""
        {"apiVersion":"monitoring.coreos.com/v1","kind":"Prometheus","metadata":{"name":"{{name}}","namespace":"{{space}}"},"spec":{{spec}} }
        """);

    /// <summary>A cluster with the operator, which selects everything unless a Prometheus is given.</summary>
    public static MonitoringSnapshot Of(KubeObject workload, IReadOnlyList<KubeObject> services, params KubeObject[] others)
    {
        KubeObject[] servers = [.. others.Where(item => item.Kind == "Prometheus")];
        return new MonitoringSnapshot(workload, services, [.. others.Except(servers)])
        {
            ServedKinds = ["ServiceMonitor", "PodMonitor"],
            Prometheuses = servers.Length > 0
                ? servers
                : [Prometheus("""{"serviceMonitorSelector":{},"serviceMonitorNamespaceSelector":{},"podMonitorSelector":{},"podMonitorNamespaceSelector":{}}""")],
            NamespaceLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "shop" },
        };
    }

    /// <summary>A cluster without the operator.</summary>
    public static MonitoringSnapshot Plain(KubeObject workload, params KubeObject[] services) => new(workload, services, [])
    {
        Prometheuses = [],
    };
}

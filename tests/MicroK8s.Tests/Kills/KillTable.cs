using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Kills;

/// <summary>Every cmdlet that writes, with what it writes.</summary>
internal static class KillTable
{
    private const string Pods = "-Replicas $replicas -ReadinessProbe '/ready:8080'";
    private const string Make = $"New-MicroService $name shop/web:v1.0 -Port http:80:8080 {Pods} -Wait -Timeout 240";

    private const string MakeAll =
        "New-MicroService $name shop/web:v1.0 -Port http:80:8080 -Ingress \"$name.example\" "
        + "-Autoscale @{ Min = 1; Max = 3 } -DisruptionBudget 'MinAvailable=1'";

    private const string Twice = $"{Make}; Set-MicroService $name -Image shop/web:v2.0 -Wait -Timeout 240";

    private const string Manifests =
        "Publish-MicroService -Path \"$folder/$name.yaml\" -Application $name -Prune -Confirm:$false";

    public static IReadOnlyList<KillRow> Rows { get; } =
    [
        new("new", MakeAll, 5)
        {
            Answers = false, IsKilled = true,
            IsDone = HasAllAsync,
        },
        new("image", "Set-MicroService $name -Image shop/web:v2.0", 1)
        {
            Setup = Make, IsDone = async (ns, name) => await ImageAsync(ns, name) == "shop/web:v2.0",
        },
        new("port", "Set-MicroService $name -Port http:80:9090 -Environment @{ PORT = '9090' }", 2)
        {
            Setup = Make, IsDone = (ns, name) => HasPortsAsync(ns, name, "80", "9090"),
        },
        new("other", "Set-MicroService $name -Port 9090 -Environment @{ PORT = '9090' }", 2)
        {
            Setup = Make.Replace("http:80:8080", "8080", StringComparison.Ordinal),
            IsDone = (ns, name) => HasPortsAsync(ns, name, "9090", "9090"),
        },
        new("named", "Set-MicroService $name -Port web:81:9090 -Environment @{ PORT = '9090' } -ReadinessProbe /ready:9090", 3)
        {
            Setup = Make, IsDone = (ns, name) => HasPortsAsync(ns, name, "81", "9090"),
        },
        new("beside", "Set-MicroService $name -Autoscale 'Max=3' -DisruptionBudget 'MinAvailable=1'", 2)
        {
            Setup = Make,
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.HorizontalPodAutoscaler, name) is not null
                && await ns.FindAsync(ResourceTypes.PodDisruptionBudgetBeta, name) is not null,
        },
        new("policy", "Set-TrafficPolicy $name -RequestTimeout 15s -ConsecutiveErrors 3 -MaxEjectionPercent 50", 2)
        {
            Setup = Make,
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.DestinationRule, name) is not null
                && await ns.FindAsync(ResourceTypes.VirtualService, name) is not null,
        },
        new("remove", "Remove-MicroService $name -Confirm:$false", 5)
        {
            Setup = MakeAll, Answers = false, NothingLeft = "ResourceNotFound", IsDone = HasNoneAsync,
        },
        new("restart", "Restart-MicroService $name", 1)
        {
            Setup = Make,
            IsDone = async (ns, name) => (await DeploymentAsync(ns, name)).Json
                .Map("spec", "template", "metadata", "annotations").Keys.Any(key => key.Contains("restartedAt", StringComparison.Ordinal)),
        },
        new("suspend", "Suspend-Rollout $name", 1)
        {
            Setup = Make, IsDone = async (ns, name) => (await DeploymentAsync(ns, name)).Json.Flag("spec", "paused"),
        },
        new("resume", "Resume-Rollout $name", 1)
        {
            Setup = $"{Make}; Suspend-Rollout $name",
            IsDone = async (ns, name) => !(await DeploymentAsync(ns, name)).Json.Flag("spec", "paused"),
        },
        new("back", "Invoke-Rollback $name", 1)
        {
            Setup = Twice, InPipeline = true, IsKilled = true,
            IsDone = async (ns, name) => await ImageAsync(ns, name) == "shop/web:v1.0",
        },
        new("exact", "Invoke-Rollback $name -ToRevision 1", 1)
        {
            Setup = Twice, IsDone = async (ns, name) => await ImageAsync(ns, name) == "shop/web:v1.0",
        },
        new("routed", "Invoke-Rollback $name -NoWait", 2)
        {
            Setup = Twice, InPipeline = true, IsKilled = true,
            Arrange = (ns, name) => RouteAsync(ns, name, canary: 10),
            IsDone = async (ns, name) => await ImageAsync(ns, name) == "shop/web:v1.0" && await WeightsAsync(ns, name) == "100/0",
        },
        new("canary", "New-Canary $name shop/web:v2.0", 3)
        {
            Setup = Make, Arrange = PlainRouteAsync, Advised = "Set-CanaryWeight $name 0",
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.Deployment, $"{name}-canary") is not null
                && await WeightsAsync(ns, name) == "100/0",
        },
        new("weight", "Set-CanaryWeight $name 20 -Force", 1)
        {
            Setup = Make, Arrange = (ns, name) => RouteAsync(ns, name, canary: 10),
            IsDone = async (ns, name) => await WeightsAsync(ns, name) == "80/20",
        },
        new("monitor", "Enable-MicroServiceMonitoring $name -Port 9090", 2)
        {
            Setup = Make,
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.ServiceMonitor, name) is not null
                && await PortNamesAsync(ns, name) == "http,metrics",
        },
        new("blind", "Disable-MicroServiceMonitoring $name -Force", 2)
        {
            Setup = $"{Make}; Enable-MicroServiceMonitoring $name -Port 9090",
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.ServiceMonitor, name) is null
                && await PortNamesAsync(ns, name) == "http",
        },
        new("grant", "Grant-MicroServiceAccess $name -From $name, $name-a -Network -Force", 2)
        {
            Setup = $"{Make}; New-MicroService $name-a shop/web:v1.0 -Replicas 0",
            IsDone = async (ns, name) => await GrantsAsync(ns, name) == 2,
        },
        new("revoke", "Revoke-MicroServiceAccess $name -From * -Force", 2)
        {
            Setup = $"{Make}; New-MicroService $name-a shop/web:v1.0 -Replicas 0; "
                + "Grant-MicroServiceAccess $name -From $name, $name-a -Network -Force",
            NothingLeft = "ResourceNotFound",
            IsDone = async (ns, name) => await GrantsAsync(ns, name) == 0,
        },
        new("publish", Manifests, 4)
        {
            Setup = "Publish-MicroService -Path \"$folder/$name-old.yaml\" -Application $name", Answers = false,
            IsDone = async (ns, name) => await ns.FindAsync(ResourceTypes.ConfigMap, $"{name}-old") is null
                && await ns.FindAsync(ResourceTypes.ConfigMap, name) is not null
                && await ns.FindAsync(ResourceTypes.Service, name) is not null
                && await ns.FindAsync(ResourceTypes.Deployment, name) is not null,
        },
    ];

    /// <summary>The files that a published service consists of; they are published together, and one goes.</summary>
    public static IEnumerable<(string File, string Text)> Files(string name)
    {
        string one = $$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: {{name}} }
            data: { a: "1" }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: {{name}} }
            spec: { selector: { app: {{name}} }, ports: [ { port: 80, targetPort: 8080 } ] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: {{name}} }
            spec:
              replicas: 0
              selector: { matchLabels: { app: {{name}} } }
              template:
                metadata: { labels: { app: {{name}} } }
                spec: { containers: [ { name: web, image: shop/web:v1.0 } ] }
            """;
        yield return ($"{name}.yaml", one);
        yield return ($"{name}-old.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name}-old }}\n");
    }

    private static async Task<string> PortNamesAsync(TestNamespace ns, string name) => string.Join(
        ',', (await ns.GetAsync(ResourceTypes.Service, name)).Json.Items("spec", "ports").Select(port => port.Text("name")));

    private static async Task<int> GrantsAsync(TestNamespace ns, string name) =>
        (await ns.ListAsync(ResourceTypes.NetworkPolicy)).Count(policy =>
            policy.Name.StartsWith($"{name}-from-", StringComparison.Ordinal));

    private static Task<KubeObject> DeploymentAsync(TestNamespace ns, string name) =>
        ns.GetAsync(ResourceTypes.Deployment, name);

    private static async Task<string?> ImageAsync(TestNamespace ns, string name) =>
        (await DeploymentAsync(ns, name)).Json.Items("spec", "template", "spec", "containers").Single().Text("image");

    private static async Task<IReadOnlyList<KubeObject>> AllAsync(TestNamespace ns, string name)
    {
        KubeObject?[] found = await Task.WhenAll(
            ns.FindAsync(ResourceTypes.Deployment, name), ns.FindAsync(ResourceTypes.Service, name),
            ns.FindAsync(ResourceTypes.Ingress, name), ns.FindAsync(ResourceTypes.HorizontalPodAutoscaler, name),
            ns.FindAsync(ResourceTypes.PodDisruptionBudgetBeta, name));
        return [.. found.OfType<KubeObject>()];
    }

    private static async Task<bool> HasAllAsync(TestNamespace ns, string name) => (await AllAsync(ns, name)).Count == 5;

    private static async Task<bool> HasNoneAsync(TestNamespace ns, string name) => (await AllAsync(ns, name)).Count == 0;

    /// <summary>The only port of the Service and the only one of the container: the old ones are gone.</summary>
    private static async Task<bool> HasPortsAsync(TestNamespace ns, string name, string service, string container)
    {
        KubeObject there = await ns.GetAsync(ResourceTypes.Service, name);
        KubeObject workload = await DeploymentAsync(ns, name);
        string Join(IEnumerable<string?> texts) => string.Join(',', texts);
        return Join(there.Json.Items("spec", "ports").Select(port => port.Text("port"))) == service
            && Join(workload.Json.Items("spec", "template", "spec", "containers").Single().Items("ports")
                .Select(port => port.Text("containerPort"))) == container;
    }

    private static async Task<string> WeightsAsync(TestNamespace ns, string name)
    {
        KubeObject rule = await ns.GetAsync(ResourceTypes.VirtualService, name);
        return string.Join(
            '/', rule.Json.Items("spec", "http").First().Items("route").Select(route => route.Count("weight")));
    }

    private static Task<KubeObject> PlainRouteAsync(TestNamespace ns, string name) => ns.CreateAsync(
        ResourceTypes.VirtualService, $$$"""
        {"metadata":{"name":"{{{name}}}"},"spec":{"hosts":["{{{name}}}"],"http":[{"route":[{"destination":{"host":"{{{name}}}"} }]}]}}
        """);

    private static async Task RouteAsync(TestNamespace ns, string name, int canary)
    {
        await ns.CreateAsync(ResourceTypes.DestinationRule, $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"host":"{{{name}}}","subsets":[
              {"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}}]}}
            """);
        await ns.CreateAsync(ResourceTypes.VirtualService, $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"hosts":["{{{name}}}"],"http":[{"route":[
              {"destination":{"host":"{{{name}}}","subset":"stable"},"weight":{{{100 - canary}}}},
              {"destination":{"host":"{{{name}}}","subset":"canary"},"weight":{{{canary}}}}]}]}}
            """);
    }
}

using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Traffic.Providers;
using MicroK8s.Traffic.Providers.Replicas;

namespace MicroK8s.Tests.Kills;

/// <summary>The life of a canary on every provider, with what each step writes.</summary>
internal static class CanaryKillTable
{
    private const string Make =
        "New-MicroService $name shop/web:v1.0 -Port http:80:8080 -Replicas 1 -ReadinessProbe '/ready:8080' -Wait -Timeout 240";

    private const string Begin = "New-Canary $name shop/web:v2.0";
    private const string Remove = "Remove-Canary $name -Confirm:$false";
    private const string Complete = "Complete-Canary $name";

    private static readonly string MakeTwo = Make.Replace("-Replicas 1", "-Replicas 2", StringComparison.Ordinal);

    public static IReadOnlyList<CanaryKillRow> Rows { get; } =
    [
        // Two Services, the route, the Deployment.
        New("newgateway", Begin, 4, ArrangeRouteAsync, (ns, name) => HasBegunAsync(ns, name, GatewayWeightsAsync)),

        // Two Services, the main Ingress, the canary's, the Deployment.
        New("newnginx", $"{Begin} -Provider IngressNginx", 5, ArrangeIngressAsync, HasBegunNginxAsync),

        // The canary with a note, the stable Deployment when its pod is ready, the note.
        new("setpods", "Set-CanaryWeight $name 50", 3)
        {
            Setup = MakeTwo, Then = $"{Begin} -Provider ReplicaRatio",
            IsDone = async (ns, name) => await ReplicasAsync(ns, name) == "1/1",
        },

        // The weight, the canary's pods, the rule, its subsets, the Deployment.
        End("rmistio", Remove, 5, "Istio", null, HasNothingAsync),
        End("rmgateway", Remove, 6, "GatewayApi", ArrangeRouteAsync, HasNothingAsync),
        End("rmnginx", Remove, 7, "IngressNginx", ArrangeIngressAsync, HasNothingAsync),

        // The note, a stable pod, and when it is ready the canary's pod; the Deployment.
        End("rmpods", Remove, 4, "ReplicaRatio", null, HasNothingAsync),

        // The same behind the pod template.
        End("doneistio", Complete, 6, "Istio", null, IsPromotedAsync),
        End("donegateway", Complete, 7, "GatewayApi", ArrangeRouteAsync, IsPromotedAsync),
        End("donenginx", Complete, 8, "IngressNginx", ArrangeIngressAsync, IsPromotedAsync),
        End("donepods", Complete, 5, "ReplicaRatio", null, IsPromotedAsync),
    ];

    private static CanaryKillRow New(
        string key, string command, int writes, Func<TestNamespace, string, Task> arrange,
        Func<TestNamespace, string, Task<bool>> isDone) => new(key, command, writes)
        {
            Setup = Make, Arrange = arrange, NothingLeft = "AlreadyExists", IsDone = isDone,
        };

    private static CanaryKillRow End(
        string key, string command, int writes, string provider, Func<TestNamespace, string, Task>? arrange,
        Func<TestNamespace, string, Task<bool>> isDone) => new(key, command, writes)
        {
            Setup = provider == "ReplicaRatio" ? MakeTwo : Make, Arrange = arrange ?? ((_, _) => Task.CompletedTask),
            Then = $"{Begin} -Provider {provider} -Weight 50 -Timeout 240", NothingLeft = "ResourceNotFound",
            IsDone = isDone,
        };

    private static Task ArrangeRouteAsync(TestNamespace ns, string name) => ns.CreateAsync(
        ResourceTypes.HttpRoute, $$$"""
        {"metadata":{"name":"{{{name}}}"},"spec":{"parentRefs":[{"name":"edge"}],"hostnames":["{{{name}}}.example"],
         "rules":[{"backendRefs":[{"name":"{{{name}}}","port":80}]}]}}
        """);

    private static Task ArrangeIngressAsync(TestNamespace ns, string name) => ns.CreateAsync(
        ResourceTypes.Ingress, """
        {"metadata":{"name":"NAME"},"spec":{"ingressClassName":"nginx","rules":[{"host":"NAME.example","http":{"paths":[
         {"path":"/","pathType":"Prefix","backend":{"service":{"name":"NAME","port":{"number":80}}}}]}}]}}
        """.Replace("NAME", name, StringComparison.Ordinal));

    private static async Task<bool> HasBegunAsync(
        TestNamespace ns, string name, Func<TestNamespace, string, Task<string>> weights) =>
        await ns.FindAsync(ResourceTypes.Deployment, $"{name}-canary") is not null && await weights(ns, name) == "100/0";

    private static async Task<bool> HasBegunNginxAsync(TestNamespace ns, string name) =>
        await ns.FindAsync(ResourceTypes.Deployment, $"{name}-canary") is not null
        && await ns.FindAsync(ResourceTypes.Ingress, $"{name}-canary") is { } canary
        && canary.Annotations["nginx.ingress.kubernetes.io/canary-weight"] == "0"
        && await MainServiceAsync(ns, name) == $"{name}-stable";

    private static async Task<string> GatewayWeightsAsync(TestNamespace ns, string name) => string.Join(
        '/', (await ns.GetAsync(ResourceTypes.HttpRoute, name)).Json.Items("spec", "rules").Single()
            .Items("backendRefs").Select(backend => backend.Text("weight")));

    /// <summary>Stable and canary; not while the canary tells of a surplus.</summary>
    private static async Task<string> ReplicasAsync(TestNamespace ns, string name)
    {
        KubeObject canary = await ns.GetAsync(ResourceTypes.Deployment, $"{name}-canary");
        KubeObject stable = await ns.GetAsync(ResourceTypes.Deployment, name);
        return canary.Annotations.ContainsKey(ReplicaProvider.UsualTotal)
            ? "not yet"
            : $"{stable.Json.Count("spec", "replicas")}/{canary.Json.Count("spec", "replicas")}";
    }

    private static async Task<string?> MainServiceAsync(TestNamespace ns, string name) =>
        (await ns.GetAsync(ResourceTypes.Ingress, name)).Json.Items("spec", "rules").Single().Items("http", "paths")
        .Single().Text("backend", "service", "name");

    /// <summary>Only what was there before, and as it was.</summary>
    private static async Task<bool> HasNothingAsync(TestNamespace ns, string name)
    {
        KubeObject?[] made = await Task.WhenAll(
            ns.FindAsync(ResourceTypes.Deployment, $"{name}-canary"), ns.FindAsync(ResourceTypes.Service, $"{name}-canary"),
            ns.FindAsync(ResourceTypes.Service, $"{name}-stable"), ns.FindAsync(ResourceTypes.Ingress, $"{name}-canary"),
            ns.FindAsync(ResourceTypes.VirtualService, name), ns.FindAsync(ResourceTypes.DestinationRule, name));
        if (made.Any(item => item is not null)) return false;
        KubeObject?[] noted = await Task.WhenAll(
            ns.FindAsync(ResourceTypes.HttpRoute, name), ns.FindAsync(ResourceTypes.Ingress, name));
        if (noted.Any(item => item?.Annotations.ContainsKey(CanaryNote.Annotation) == true)) return false;
        if (noted[0] is { } route)
        {
            string[] services = [.. route.Json.Items("spec", "rules").Single().Items("backendRefs").Select(one => one.Text("name")!)];
            if (!services.SequenceEqual([name])) return false;
        }

        if (noted[1] is not null && await MainServiceAsync(ns, name) != name) return false;
        KubeObject stable = await ns.GetAsync(ResourceTypes.Deployment, name);
        return stable.Json.Count("spec", "replicas") == (name.Contains("pods", StringComparison.Ordinal) ? 2 : 1);
    }

    private static async Task<bool> IsPromotedAsync(TestNamespace ns, string name) =>
        await HasNothingAsync(ns, name) && (await ns.GetAsync(ResourceTypes.Deployment, name)).Json
            .Items("spec", "template", "spec", "containers").Single().Text("image") == "shop/web:v2.0";
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Health;

/// <summary>
/// A hundred users, each with another random part of the rights that the checks need: what they are told is true, and
/// what they are not told is named as unknown. A right is that of a group, and a user acts as some of the groups.
/// </summary>
public sealed class HealthRightsTests
{
    private const int Users = 100;

    private static readonly string Id = $"health-{Guid.NewGuid().ToString("N")[..6]}";

    private static readonly HealthList[] Lists =
        [.. HealthChecks.All.SelectMany(check => check.Start(Scope(TestCluster.Admin, [])).Lists).Distinct()];

    [Fact]
    public async Task With_any_part_of_the_rights_the_verdict_is_honest()
    {
        await using TestNamespace home = await TestNamespace.CreateAsync("rights");
        await Kubectl.RunAsync(Broken, ["apply", "--namespace", home.Name, "--filename", "-"]);
        await Kubectl.RunAsync(Rights(home.Name), ["apply", "--filename", "-"]);
        try
        {
            // The last of each kind; the API server reads bindings of namespaces and of the cluster apart.
            ResourceType last = Lists.DistinctBy(KindOf).Last().Type;
            await InEffect.RightAsync(null, $"{Id}:all:{last}", "list", last, null);
            await InEffect.RightAsync(null, $"{Id}:here:{last}", "list", last, home.Name);
            HashSet<string> served = [.. await ServedAsync()];
            var all = new Dictionary<bool, IReadOnlyList<HealthFinding>>
            {
                [true] = await RunAsync(TestCluster.Admin, [home.Name]), [false] = await RunAsync(TestCluster.Admin, []),
            };
            Assert.InRange(ProblemsIn(home.Name, all[true]).Count, 6, 100);
            var wrong = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (seed, _) =>
                {
                    foreach (string fault in await TryAsync(seed, home.Name, served, all)) wrong.Add($"seed {seed}: {fault}");
                });
            Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
        }
        finally
        {
            await Kubectl.RunAsync("delete", "clusterroles,clusterrolebindings", "--selector", $"test={Id}");
        }
    }

    private static async Task<IEnumerable<string>> TryAsync(
        int seed, string home, HashSet<string> served, Dictionary<bool, IReadOnlyList<HealthFinding>> all)
    {
        var random = new Random(seed);
        bool narrow = random.Next(2) == 0;
        double share = random.NextDouble();
        string[] kinds = [.. Kinds()];
        string[] wide = [.. kinds.Where(_ => random.NextDouble() < share)];
        string[] here = [.. kinds.Where(_ => random.NextDouble() < share)];
        using var file = new TemporaryFile(As(
            wide.Select(kind => $"{Id}:all:{kind}").Concat(here.Select(kind => $"{Id}:here:{kind}"))));
        using IClusterSession session = Adapter.Open(file.Path, TestCluster.Context);
        IReadOnlyList<HealthFinding> findings = await RunAsync(session, narrow ? [home] : []);

        var faults = new List<string>();
        faults.AddRange(ProblemsIn(home, findings).Except(ProblemsIn(home, all[narrow])).Select(one => $"{one} is invented"));
        foreach (IHealthCheck check in HealthChecks.All.Where(check => !check.IsOptional))
        {
            HealthFinding[] mine = [.. findings.Where(finding => finding.Check == check.Name)];
            string[] missing = [.. check.Start(Scope(session, narrow ? [home] : [])).Lists
                .Where(list => served.Contains(KindOf(list)) && !MayRead(list)).Select(KindOf).Distinct()];
            faults.AddRange(missing
                .Where(kind => !mine.Any(finding => finding.Code == "MK001" && finding.Evidence.Contains($"list {kind}", StringComparison.Ordinal)))
                .Select(kind => $"{check.Name} does not say that {kind} may not be listed"));

            // Its rules read more than lists.
            if (missing.Length > 0 || check.Name == "IstioConfig") continue;
            faults.AddRange(ProblemsIn(home, all[narrow]).Where(one => one.StartsWith($"{check.Name} ", StringComparison.Ordinal))
                .Except(ProblemsIn(home, findings)).Select(one => $"{one} is not found, although all may be read"));
        }

        return faults;

        bool MayRead(HealthList list) => wide.Contains(KindOf(list))
            || (narrow && list.Type.Namespaced && !list.Everywhere && list.Namespace is null && here.Contains(KindOf(list)));
    }

    private static HealthScope Scope(IClusterSession session, IReadOnlyList<string> namespaces) =>
        new(session, namespaces, TimeProvider.System)
        {
            Thresholds = new Dictionary<string, double> { ["ClaimGrace"] = 0, ["ServiceAddressGrace"] = 0 },
        };

    private static async Task<IReadOnlyList<HealthFinding>> RunAsync(IClusterSession session, IReadOnlyList<string> namespaces)
    {
        var findings = new List<HealthFinding>();
        IHealthCheck[] checks = [.. HealthChecks.All.Where(check => !check.IsOptional)];
        await foreach (HealthFinding finding in
            HealthRun.RunAsync(checks, Scope(session, namespaces), TimeSpan.FromMinutes(2), CancellationToken.None))
        {
            findings.Add(finding);
        }

        return findings;
    }

    /// <summary>Not MK804: whether a Prometheus selects a monitor is up to those of tests beside this one, too.</summary>
    private static HashSet<string> ProblemsIn(string home, IEnumerable<HealthFinding> findings) =>
        [.. findings.Where(finding => finding.Namespace == home && finding.Code is not (null or "MK001" or "MK804"))
            .Select(finding => $"{finding.Check} {finding.Code} {finding.Target}")];

    private static string KindOf(HealthList list) => $"{list.Type}";

    private static IEnumerable<string> Kinds() => Lists.Select(KindOf).Distinct();

    private static async Task<IEnumerable<string>> ServedAsync()
    {
        var served = new List<string>();
        foreach (HealthList list in Lists)
        {
            if (await TestCluster.Admin.ServesAsync(list.Type, default)
                || (list.Older is { } older && await TestCluster.Admin.ServesAsync(older, default)))
            {
                served.Add(KindOf(list));
            }
        }

        return served;
    }

    private static string As(IEnumerable<string> groups)
    {
        string text = File.ReadAllText(TestCluster.KubeConfig);
        return text.Replace("- name: admin\n  user:\n", $"""
            - name: admin
              user:
                as: {Id}
                as-groups: [{string.Join(", ", groups.Append($"{Id}:none").Select(group => $"'{group}'"))}]

            """, StringComparison.Ordinal);
    }

    /// <summary>For each kind a group that may list it everywhere, and one that may list it in one namespace.</summary>
    private static string Rights(string home)
    {
        var items = new JsonArray();
        foreach (string kind in Kinds())
        {
            string name = $"{Id}-{kind}";
            string plural = kind.Split('.')[0];
            string group = kind.Contains('.', StringComparison.Ordinal) ? kind[(plural.Length + 1)..] : "";
            items.Add(JsonNode.Parse($$"""
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "{{name}}", "labels": {"test": "{{Id}}"} },
                 "rules": [{"apiGroups": ["{{group}}"], "resources": ["{{plural}}"], "verbs": ["list"]}]}
                """));
            items.Add(Binding("ClusterRoleBinding", name, $"{Id}:all:{kind}", $$"""{"name": "{{name}}", "labels": {"test": "{{Id}}"} }"""));
            items.Add(Binding("RoleBinding", name, $"{Id}:here:{kind}", $$"""{"name": "{{name}}", "namespace": "{{home}}"}"""));
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = items }.ToJsonString();
    }

    private static JsonNode Binding(string kind, string role, string group, string metadata) => JsonNode.Parse($$"""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "{{kind}}", "metadata": {{metadata}},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{role}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "{{group}}"}]}
        """)!;

    /// <summary>Objects that are wrong without any pod, and stay so.</summary>
    private const string Broken = """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "empty"}, "spec": {"selector": {"app": "none"}, "ports": [{"port": 80}]}},
          {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "outside"}, "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}},
          {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "lost"}, "spec": {"defaultBackend": {"service": {"name": "gone", "port": {"number": 80}}}}},
          {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "lost"}, "spec": {"parentRefs": [{"name": "edge"}], "rules": [{"backendRefs": [{"name": "gone", "port": 80}]}]}},
          {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "spec": {"storageClassName": "none", "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
          {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": {"name": "blind"}, "spec": {"selector": {"matchLabels": {"app": "none"}}, "endpoints": [{"port": "metrics"}]}},
          {"apiVersion": "networking.istio.io/v1beta1", "kind": "VirtualService", "metadata": {"name": "lost"}, "spec": {"hosts": ["gone"], "http": [{"route": [{"destination": {"host": "gone"}}]}]}},
          {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "held"}, "spec": {"paused": true, "replicas": 0, "selector": {"matchLabels": {"app": "held"}}, "template": {"metadata": {"labels": {"app": "held"}}, "spec": {"containers": [{"name": "web", "image": "shop/web:v1.0"}]}}}}
        ]}
        """;
}

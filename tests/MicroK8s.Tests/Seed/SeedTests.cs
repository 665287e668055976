using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using MicroK8s.Access;
using MicroK8s.Addresses;
using MicroK8s.Health;
using MicroK8s.Inspection;
using MicroK8s.Logs;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Usage;

namespace MicroK8s.Tests.Seed;

/// <summary>
/// The article, section by section, as docs/from-yaml.md has it. Every difference that is meant stands at its section,
/// or in <see cref="SeedComparison"/> if the module adds it everywhere.
/// </summary>
public sealed class SeedTests(SeedNamespaces namespaces) : IClassFixture<SeedNamespaces>
{
    private const string ArticleImage = "registry.example.com/myapp:";

    /// <summary>The same versions in the registry of the test cluster.</summary>
    private const string RealImage = "shop/web:";

    [Fact]
    public async Task Section_2_1_the_parts_of_a_cluster()
    {
        HealthFinding[] findings = [.. namespaces.Shell.Run(Of("2.1").Commands).AssertNoErrors().As<HealthFinding>()];
        Assert.Equal(
            ["Api", "ControlLoops", "Dns", "Nodes", "SystemPods"],
            findings.Select(finding => finding.Check).Distinct().Order(StringComparer.Ordinal));

        // What `kubectl get nodes` and `get componentstatuses` name, each with a verdict.
        string loops = string.Join(' ', findings.Where(finding => finding.Check == "ControlLoops").Select(finding => finding.Target));
        Assert.Contains("kube-scheduler", loops, StringComparison.Ordinal);
        Assert.Contains("kube-controller-manager", loops, StringComparison.Ordinal);
    }

    [Fact]
    public Task Section_2_2_a_Deployment() => CompareAsync("2.2", (ResourceTypes.Deployment, "nginx-deployment", "nginx", []));

    [Fact]
    public Task Section_3_2_Service_and_Ingress() => CompareAsync(
        "3.2",
        (ResourceTypes.Service, "myapp-service", "myapp", []),
        (ResourceTypes.Ingress, "myapp-ingress", "myapp",
        [
            // It follows the port's name, so that the number can change.
            "spec.rules[0].http.paths[0].backend.service.name: myapp-service → myapp",
            "spec.rules[0].http.paths[0].backend.service.port.number: 80 → (none)",
            "spec.rules[0].http.paths[0].backend.service.port.name: (none) → port-80",
        ]));

    [Fact]
    public async Task Section_3_3_rolling_update_and_rollback()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("seed");
        using var shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService myapp shop/web:v1.0 -ReadinessProbe /ready:8080 -Wait").AssertNoErrors();
        JsonNode before = await TemplateAsync(ns);
        string[] byHand = Real(Of("3.3").Code[0]["sh: ".Length..]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await HandAsync(byHand[0]);
        await HandAsync(byHand[1]);
        JsonNode updatedByHand = await TemplateAsync(ns);
        await HandAsync(byHand[2]);
        Assert.Empty(JsonDifference.Between(before, await TemplateAsync(ns)));
        await HandAsync(byHand[1]);

        string[] lines = Statements("3.3");
        shell.Run(lines[0]).AssertNoErrors();

        // The version is told by labels; kubectl leaves the old one there.
        Assert.Equal(
            ["metadata.labels.version", "metadata.labels[app.kubernetes.io/version]"],
            JsonDifference.Between(updatedByHand, await TemplateAsync(ns)).Select(difference => difference.Path)
                .Order(StringComparer.Ordinal));
        shell.Run(lines[1]).AssertNoErrors();
        Assert.Empty(JsonDifference.Between(before, await TemplateAsync(ns)));

        // Without a limit kubectl waits for a rollout that has failed until somebody stops it.
        Task HandAsync(string line) => Kubectl.RunAsync(
        [
            .. line.Split(' ').Skip(1), "--namespace", ns.Name,
            .. line.Contains("rollout status", StringComparison.Ordinal) ? ["--timeout=120s"] : (string[])[],
        ]);

        static async Task<JsonNode> TemplateAsync(TestNamespace ns) =>
            (await ns.GetAsync(ResourceTypes.Deployment, "myapp")).ToNode()["spec"]!["template"]!;
    }

    [Fact]
    public Task Section_4_1_the_types_of_a_Service() => CompareAsync(
        "4.1",
        (ResourceTypes.Service, "clusterip-service", "backend", []),
        (ResourceTypes.Service, "nodeport-service", "frontend", []),
        (ResourceTypes.Service, "loadbalancer-service", "api", []));

    [Fact]
    public async Task Section_4_2_finding_a_service_by_DNS()
    {
        ServiceResolution found = namespaces.LiveShell.Run(Of("4.2").Commands).TheOne<ServiceResolution>();
        string name = $"myapp.{namespaces.Live.Name}.svc.cluster.local";
        Assert.Contains(name, found.DnsNames);
        string address = await Kubectl.RunAsync(
            "get", "svc", "myapp", "--namespace", namespaces.Live.Name, "--output", "jsonpath={.spec.clusterIP}");
        Assert.Equal([address], found.ClusterAddresses);
        Assert.Equal("1/1", found.Readiness);

        // What curl in a pod gets by this name, comes from the one ready endpoint.
        string said = await Kubectl.RunAsync(
            "exec", "deployment/myapp", "--namespace", namespaces.Live.Name, "--", "wget", "-qO-", $"http://{name}:80/");
        Assert.Contains(found.Ready[0].Pod!, said, StringComparison.Ordinal);
    }

    [Fact]
    public Task Section_4_3_session_affinity_and_pods_that_are_not_ready() =>
        CompareAsync("4.3", (ResourceTypes.Service, "lb-service", "backend", []));

    [Fact]
    public Task Section_5_1_probes() => CompareAsync("5.1", (ResourceTypes.Deployment, "health-check-pod", "myapp", []));

    [Fact]
    public Task Section_5_2_requests_and_limits() => CompareAsync(
        "5.2", (ResourceTypes.Deployment, "resource-limited-deployment", "resource-app", []));

    [Fact]
    public async Task Section_5_3_taints_and_tolerations()
    {
        const string Taint = "node-role.kubernetes.io/control-plane";
        string node = (await Kubectl.RunAsync(
            "get", "nodes", "--selector", "!microk8s-test/hollow", "--output", "jsonpath={.items[0].metadata.name}")).Trim();

        // The node is everybody's: what would be written is looked at, by the server's own dry run.
        string[] lines = Statements("5.3");
        string taint = lines[0].Replace("node01", node, StringComparison.Ordinal);
        EngineResult tried = namespaces.Shell.Run($"{taint} -WhatIf").AssertNoErrors();
        Assert.Contains($"spec.taints[{Taint}].effect: (none) → NoSchedule", tried.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("spec.taints[microk8s", tried.HostText, StringComparison.Ordinal);
        await CompareAsync("5.3", [lines[1]], (ResourceTypes.Deployment, "tolerant-pod", "tolerant", []));
    }

    [Fact]
    public async Task Section_6_2_is_Istio_well()
    {
        HealthFinding[] findings = [.. namespaces.Shell.Run(Of("6.2").Commands).AssertNoErrors().As<HealthFinding>()];
        string pods = await Kubectl.RunAsync("get", "pods", "--namespace", "istio-system", "--output", "name");

        // The test cluster has Istio's kinds and no istiod: kubectl shows nothing, the check says what is missing.
        Assert.Equal("", pods);
        HealthFinding istio = Assert.Single(findings, finding => finding.Check == "Istio");
        Assert.NotEqual(HealthStatus.Healthy, istio.Status);
        Assert.Contains("istiod", istio.Evidence, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Check == "IstioConfig");
    }

    [Fact]
    public async Task Section_6_3_a_share_of_the_traffic()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync("seed");
        using var shell = Shell.Connected(ns.Name);
        shell.Run("New-MicroService myapp shop/web:v1.0 -Port 80:8080 -ReadinessProbe /ready:8080 -Wait").AssertNoErrors();
        await Kubectl.RunAsync(Of("6.3").Yaml, ["create", "--namespace", namespaces.Hand.Name, "--filename", "-"]);
        KubeObject hand = await namespaces.Hand.GetAsync(ResourceTypes.VirtualService, "myapp-vs");
        KubeObject ruleByHand = await namespaces.Hand.GetAsync(ResourceTypes.DestinationRule, "myapp-dr");
        await namespaces.ClearAsync();
        foreach (string statement in Statements("6.3")) shell.Run(statement).AssertNoErrors();
        KubeObject line = await ns.GetAsync(ResourceTypes.VirtualService, "myapp");

        // The names of the subsets are the module's, and it gives the route one, so that others can speak of it.
        JsonNode renamed = JsonNode.Parse(hand.ToNode()["spec"]!.ToJsonString()
            .Replace("myapp-service", "myapp", StringComparison.Ordinal)
            .Replace("\"v1\"", "\"stable\"", StringComparison.Ordinal)
            .Replace("\"v2\"", "\"canary\"", StringComparison.Ordinal))!;
        Assert.Equal(["spec.http[0].name: (none) → main"], SeedComparison.Differences(renamed, line.ToNode()["spec"]!));
        KubeObject rule = await ns.GetAsync(ResourceTypes.DestinationRule, "myapp");
        Assert.Equal(
            ["canary", "stable"],
            rule.ToNode()["spec"]!["subsets"]!.AsArray().Select(subset => (string)subset!["name"]!)
                .Order(StringComparer.Ordinal));
        Assert.Empty(SeedComparison.Differences(
            ruleByHand.ToNode()["spec"]!["trafficPolicy"]!, rule.ToNode()["spec"]!["trafficPolicy"]!));
    }

    [Fact]
    public Task Section_6_4_circuit_breaker_and_timeouts() => CompareAsync(
        "6.4", [.. Statements("6.4").Prepend(NewService("myapp"))],
        (ResourceTypes.DestinationRule, "myapp-dr", "myapp", ["spec.host: myapp-service → myapp"]),
        (ResourceTypes.VirtualService, "myapp-vs", "myapp",
        [
            "spec.hosts[0]: myapp-service → myapp", "spec.http[0].route[0].destination.host: myapp-service → myapp",
        ]));

    /// <summary>A NetworkPolicy names pods, so it needs no proxy of the mesh.</summary>
    [Fact]
    public Task Section_9_2_which_pods_may_connect() => CompareAsync(
        "9.2", [NewService("backend"), NewService("frontend"), .. Statements("9.2")],
        (ResourceTypes.NetworkPolicy, "backend-policy", $"backend-from-{namespaces.Line.Name}.frontend", []));

    [Fact]
    public Task Section_7_1_which_service_may_call() => CompareAsync(
        "7.1", Statements("7.1"), () => namespaces.AddMeshServicesAsync("backend", "frontend"),
        (ResourceTypes.AuthorizationPolicy, "service-to-service", $"backend-from-{namespaces.Line.Name}.frontend",
        [
            "spec.action: (none) → ALLOW",
            $"spec.rules[0].from[0].source.principals[0]: {Principal("default", "frontend")} → {Principal(namespaces.Line.Name, "frontend")}",
        ]));

    /// <summary>The two rules are two objects here, one for everyone and one for a caller.</summary>
    [Fact]
    public async Task Section_7_2_which_methods_and_paths()
    {
        await namespaces.AddMeshServicesAsync("api-gateway", "admin", "frontend");
        await Kubectl.RunAsync(Of("7.2").Yaml, ["create", "--namespace", namespaces.Hand.Name, "--filename", "-"]);
        JsonNode byHand = (await namespaces.Hand.GetAsync(ResourceTypes.AuthorizationPolicy, "rbac-policy")).ToNode()["spec"]!;
        string[] lines = Statements("7.2");
        foreach (string grant in lines[..2]) namespaces.Shell.Run(grant).AssertNoErrors();
        var rules = new JsonArray();
        foreach (string caller in (string[])["everyone", $"{namespaces.Line.Name}.admin"])
        {
            KubeObject one =
                await namespaces.Line.GetAsync(ResourceTypes.AuthorizationPolicy, $"api-gateway-from-{caller}");
            Assert.True(JsonNode.DeepEquals(byHand["selector"], one.ToNode()["spec"]!["selector"]));
            rules.Add(one.ToNode()["spec"]!["rules"]!.AsArray().Single()!.DeepClone());
        }

        string wanted = byHand["rules"]!.ToJsonString().Replace("/ns/default/", $"/ns/{namespaces.Line.Name}/", StringComparison.Ordinal);
        Assert.Empty(SeedComparison.Differences(JsonNode.Parse(wanted)!, rules));
        Assert.Equal("Denied", $"{namespaces.Shell.Run(lines[2]).TheOne<AccessVerdict>().Outcome}");
        await namespaces.ClearAsync();
    }

    [Fact]
    public Task Section_8_1_metrics() => CompareAsync(
        "8.1", [NewService("myapp", "metrics:8080"), .. Statements("8.1")],
        (ResourceTypes.ServiceMonitor, "myapp-monitor", "myapp",
        [
            "spec.endpoints[0].interval: (none) → 30s",

            // By the recommended label, and without the Service of a canary: its pods are scraped by that of the service.
            "spec.selector.matchLabels.app: myapp → (none)",
            "spec.selector.matchLabels[app.kubernetes.io/name]: (none) → myapp",
            "spec.selector.matchExpressions[microk8s-powershell/canary-of].operator: (none) → DoesNotExist",
        ]));

    [Fact]
    public Task Section_10_2_the_mesh_for_user_service() => CompareAsync(
        "10.2", [NewService("user-service"), .. Statements("10.2")],
        (ResourceTypes.DestinationRule, "user-service-dr", "user-service", []));

    [Fact]
    public async Task Section_8_2_logs()
    {
        using var file = new TemporaryFile(Of("8.2").Yaml, "fluentd.yaml");
        string[] lines = Statements("8.2");
        string publish = lines[0].Replace("fluentd.yaml", $"'{file.Path}'", StringComparison.Ordinal);
        await CompareAsync("8.2", [publish], (ResourceTypes.DaemonSet, "fluentd", "fluentd", []));
        HealthFinding[] findings = [.. namespaces.Shell.Run(lines[1]).AssertNoErrors().As<HealthFinding>()];
        Assert.Contains(findings, finding => finding.Check == "LogCollector");

        // The running service writes numbers and no errors.
        namespaces.LiveShell.Run(lines[2]).AssertNoErrors();
        Assert.NotEmpty(namespaces.LiveShell.Run("Get-MicroServiceLog myapp -Since 10m -Pattern '[0-9]'").As<LogLine>());
    }

    [Fact]
    public Task Section_9_1_nodes_of_certain_zones() =>
        CompareAsync("9.1", (ResourceTypes.Deployment, "optimized-deployment", "optimized", []));

    [Fact]
    public Task Section_10_1_the_shop() => CompareAsync(
        "10.1",
        (ResourceTypes.Deployment, "api-gateway", "api-gateway", []),
        (ResourceTypes.Deployment, "user-service", "user-service", []));

    [Fact]
    public async Task Section_11_1_what_is_wrong()
    {
        string[] lines = Statements("11.1");
        Shell shell = namespaces.LiveShell;
        string[] where = ["--namespace", namespaces.Live.Name];
        MicroServicePod pod = shell.Run(lines[0]).TheOne<MicroServicePod>();
        Assert.Equal($"pod/{pod.Pod}\n", await Kubectl.RunAsync([.. (string[])["get", "pods", "--output", "name"], .. where]));

        string described = await Kubectl.RunAsync([.. (string[])["describe", "pod", pod.Pod], .. where]);
        IReadOnlyList<MicroServiceEvent> events = shell.Run(lines[1]).AssertNoErrors().As<MicroServiceEvent>();
        Assert.Contains(events, one => one.Reason == "Started");
        Assert.All(
            events.Where(one => one.ToString().StartsWith($"Pod/{pod.Pod}", StringComparison.Ordinal)),
            one => Assert.Contains(one.Reason, described, StringComparison.Ordinal));

        string[] logged = (await Kubectl.RunAsync([.. (string[])["logs", pod.Pod], .. where])).Split('\n')[..3];
        Assert.Equal(logged, shell.Run(lines[2]).AssertNoErrors().As<LogLine>().Take(3).Select(line => line.Text));

        Assert.Equal(pod.Pod, shell.Run(lines[3]).TheOne<string>());
        Assert.Equal(
            $"{pod.Pod}\n", await Kubectl.RunAsync([.. (string[])["exec", pod.Pod], .. where, "--", "cat", "/etc/hostname"]));
    }

    [Fact]
    public async Task Section_11_2_what_is_used()
    {
        string[] lines = Statements("11.2");
        Shell shell = namespaces.Shell;
        string nodes = await Kubectl.RunAsync("get", "nodes", "--output", "name");

        // Tests beside this one have hollow nodes, which use nothing, and cannot tell it while they start and end.
        NodeUsage node = shell.Run(lines[0]).As<NodeUsage>().First(one => one.Memory > 0);
        Assert.Contains($"node/{node.Name}\n", nodes, StringComparison.Ordinal);
        Assert.All(shell.Run(lines[1]).Errors, error => Assert.Contains("node hollow-node-", $"{error}", StringComparison.Ordinal));
        QuotaUsage quota = Assert.Single(
            shell.Run(lines[2]).AssertNoErrors().As<QuotaUsage>(), one => one.Namespace == namespaces.Line.Name);
        string described = await Kubectl.RunAsync("describe", "resourcequotas", "--namespace", namespaces.Line.Name);
        Assert.Matches($@"{quota.Resource}\s+{quota.Used}\s+{quota.Hard}", described);
    }

    private static string NewService(string name, string port = "80:8080") =>
        $"New-MicroService {name} shop/web:v1.0 -Port {port} -Replicas 0";

    private static string Principal(string space, string account) => $"cluster.local/ns/{space}/sa/{account}";

    private static SeedSection Of(string number) => SeedPage.English[number];

    /// <summary>The images of the article exist as versions of another one.</summary>
    private static string Real(string text) => text.Replace(ArticleImage, RealImage, StringComparison.Ordinal);

    private static string[] Statements(string number) =>
    [
        .. Parser.ParseInput(Real(Of(number).Commands), out _, out _).EndBlock.Statements
            .Select(statement => statement.Extent.Text),
    ];

    private Task CompareAsync(string number, params (ResourceType Type, string Hand, string Line, string[] Meant)[] pairs) =>
        CompareAsync(number, [Of(number).Commands], pairs);

    private Task CompareAsync(
        string number, string[] commands, params (ResourceType Type, string Hand, string Line, string[] Meant)[] pairs) =>
        CompareAsync(number, commands, () => Task.CompletedTask, pairs);

    private Task CompareAsync(
        string number, string[] commands, Func<Task> prepareAsync,
        params (ResourceType Type, string Hand, string Line, string[] Meant)[] pairs) =>
        SeedComparison.CompareAsync(namespaces, number, commands, prepareAsync, pairs);
}

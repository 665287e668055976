using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Metrics;

/// <summary>
/// Debian's Prometheus in a pod of the test cluster, behind a Service. It scrapes the pods of one namespace every second,
/// with the labels that an operator's Prometheus adds. Debian's has no Kubernetes discovery, so a watch of ours tells it
/// the pods.
/// </summary>
public sealed class RealPrometheus : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private TestNamespace? _namespace;
    private Task _discovery = Task.CompletedTask;

    public TestNamespace Namespace => _namespace!;

    /// <summary>A client at the address of the pod.</summary>
    internal PrometheusClient Direct { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _namespace = await TestNamespace.CreateAsync("metrics");
        _folder.Write("pods/pods.json", "[]");
        _folder.Write("monitors/monitors.json", "[]");
        _folder.Write("prometheus.yml", $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
            - job_name: pods
              file_sd_configs: [ { files: [ /config/pods/*.json ], refresh_interval: 1s } ]
            - job_name: serviceMonitor/{{Namespace.Name}}/monitored/0
              file_sd_configs: [ { files: [ /config/monitors/*.json ], refresh_interval: 1s } ]
            """);
        await Namespace.CreateAsync(ResourceTypes.Service, ObjectBuilder.Service("prometheus")
            .Label("app.kubernetes.io/name", "prometheus").WithSpec("""
                "selector": { "app": "prometheus" }, "ports": [ { "name": "http-web", "port": 9090 } ]
                """));
        string program = await AskScriptAsync();
        await Namespace.CreateAsync(ResourceTypes.Pod, Pod(Path.GetDirectoryName(program)!));
        await Namespace.WaitForAsync(ResourceTypes.Pod, "prometheus", pod =>
            pod.Json.Items("status", "conditions").Any(one => one.Text("type") == "Ready" && one.Text("status") == "True"));
        await Namespace.WaitForAsync(ResourceTypes.Endpoints, "prometheus", item =>
            item.Json.Items("subsets").Any(subset => subset.Items("addresses").Any()));
        KubeObject ready = await Namespace.GetAsync(ResourceTypes.Pod, "prometheus");
        Direct = new PrometheusClient(
            Adapter.Backend().OpenService(new Uri($"http://{ready.Json.Text("status", "podIP")}:9090"), null));
        _discovery = DiscoverAsync();
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _discovery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_namespace is not null) await _namespace.DisposeAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _end.Dispose();
    }

    /// <summary>The number that an expression gives; null if it has none.</summary>
    internal async Task<double?> NumberAsync(string expression) =>
        (await Direct.QueryAsync(new PrometheusQuery(expression), CancellationToken.None)).Series
            is [{ Samples: [var sample] }] ? sample.Value : null;

    /// <summary>Asks until an expression has a value that fits; fails after a minute.</summary>
    internal async Task UntilAsync(string expression, Predicate<double?> fits)
    {
        using var limit = Patience.Start();
        double? last = null;
        while (!fits(last = await NumberAsync(expression)))
        {
            Assert.False(limit.IsCancellationRequested, $"{expression} is {last}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until every pod of a workload was scraped after now.</summary>
    internal async Task ScrapedAsync(string workload, int pods)
    {
        double now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        string up = $"up{{namespace=\"{Namespace.Name}\",pod=~\"{PodNamePatterns.OfDeployment(workload)}\"}}";
        await UntilAsync(
            string.Create(CultureInfo.InvariantCulture, $"count((timestamp({up}) > {now}) and ({up} == 1))"),
            count => count == pods);
    }

    /// <summary>
    /// Does what the operator does with the ServiceMonitor <c>monitored</c>, once: it is told the addresses behind the
    /// Service that the monitor selects, at the port that it names.
    /// </summary>
    internal async Task FollowMonitorAsync()
    {
        await Namespace.WaitForAsync(ResourceTypes.ServiceMonitor, "monitored", _ => true);
        KubeObject monitor = await Namespace.GetAsync(ResourceTypes.ServiceMonitor, "monitored");
        string port = monitor.Json.Items("spec", "endpoints").Single().Text("port")!;
        string path = monitor.Json.Items("spec", "endpoints").Single().Text("path")!;
        KubeObject service = (await Namespace.ListAsync(ResourceTypes.Service)).Single(one =>
            LabelSelectors.Matches(monitor.Json.At("spec", "selector")!.Value, one.Labels));
        var addresses = new JsonArray();
        await Namespace.WaitForAsync(ResourceTypes.Endpoints, service.Name, item =>
        {
            addresses = new JsonArray([.. from subset in item.Json.Items("subsets")
                from own in subset.Items("ports").Where(one => one.Text("name") == port)
                from address in subset.Items("addresses")
                select (JsonNode)$"{address.Text("ip")}:{own.Count("port")}"]);
            return addresses.Count > 0;
        });
        var target = new JsonObject
        {
            ["targets"] = addresses, ["labels"] = new JsonObject { ["__metrics_path__"] = path },
        };
        _folder.Write("new-monitors.json", new JsonArray(target).ToJsonString());
        File.Move($"{_folder.Path}/new-monitors.json", $"{_folder.Path}/monitors/monitors.json", overwrite: true);
    }

    private static async Task<string> AskScriptAsync()
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests", "cluster", "prometheus")) { RedirectStandardOutput = true })!;
        string answer = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && File.Exists(answer), $"tests/cluster/prometheus: {answer}");
        return answer;
    }

    /// <summary>
    /// The program comes from the cache of the machine and its libraries from the machine, both by mounts: the image has
    /// neither.
    /// </summary>
    private ObjectBuilder Pod(string programs) => ObjectBuilder.Of("Pod", "prometheus").Label("app", "prometheus")
        .WithSpec($$"""
            "terminationGracePeriodSeconds": 0,
            "containers": [ {
                "name": "prometheus", "image": "shop/web:v1.0", "imagePullPolicy": "IfNotPresent",
                "command": [ "/programs/prometheus", "--config.file=/config/prometheus.yml",
                    "--storage.tsdb.path=/tmp/data", "--web.listen-address=:9090" ],
                "readinessProbe": { "httpGet": { "path": "/-/ready", "port": 9090 }, "periodSeconds": 1 },
                "volumeMounts": [
                    { "name": "programs", "mountPath": "/programs", "readOnly": true },
                    { "name": "config", "mountPath": "/config", "readOnly": true },
                    { "name": "loader", "mountPath": "/lib64", "readOnly": true },
                    { "name": "libraries", "mountPath": "/lib/x86_64-linux-gnu", "readOnly": true } ] } ],
            "volumes": [
                { "name": "programs", "hostPath": { "path": "{{programs}}" } },
                { "name": "config", "hostPath": { "path": "{{_folder.Path}}" } },
                { "name": "loader", "hostPath": { "path": "/lib64" } },
                { "name": "libraries", "hostPath": { "path": "/lib/x86_64-linux-gnu" } } ]
            """);

    /// <summary>Tells Prometheus every pod that has an address, until it is gone.</summary>
    private async Task DiscoverAsync()
    {
        var pods = new Dictionary<string, KubeObject>();
        var query = new ResourceQuery(ResourceTypes.Pod, Namespace.Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, _end.Token))
        {
            if (change.Item is not { } pod) continue;
            bool isThere = change.Kind == WatchEventKind.Changed && pod.Json.Text("status", "podIP") is not null
                && !pod.IsBeingDeleted && pod.Name != "prometheus";
            if (isThere) pods[pod.Name] = pod;
            else if (!pods.Remove(pod.Name)) continue;
            var targets = new JsonArray([.. pods.Values.Select(one => new JsonObject
            {
                ["targets"] = new JsonArray($"{one.Json.Text("status", "podIP")}:8080"),
                ["labels"] = new JsonObject { ["namespace"] = Namespace.Name, ["pod"] = one.Name },
            })]);

            // Moved into place, so that no half of it is ever read.
            _folder.Write("new.json", targets.ToJsonString());
            File.Move($"{_folder.Path}/new.json", $"{_folder.Path}/pods/pods.json", overwrite: true);
        }
    }
}

using System.Globalization;
using MicroK8s.Metrics;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Metrics;

/// <summary>A Deployment of the web image in the namespace of a Prometheus, and what its callers saw.</summary>
internal sealed class MeasuredWorkload(RealPrometheus prometheus, string name)
{
    /// <summary>Past every proxy, at the addresses of pods.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Lock _lock = new();

    public MetricSide Side { get; } = new(prometheus.Namespace.Name, name);

    public int Sent { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Requests that took longer than half a second, as the server itself measured.</summary>
    public int Slow { get; private set; }

    public async Task CreateAsync(int replicas)
    {
        await prometheus.Namespace.CreateAsync(ResourceTypes.Deployment, ObjectBuilder.Deployment(name)
            .WithSpec($"\"replicas\": {replicas}").Quick().Probe("readinessProbe", "/ready"));
        await ReadyAsync(replicas);
    }

    public async Task ScaleAsync(int replicas)
    {
        await Kubectl.RunAsync("-n", Side.Namespace, "scale", $"deployment/{name}", $"--replicas={replicas}");
        await ReadyAsync(replicas);
    }

    public async Task<IReadOnlyList<KubeObject>> PodsAsync() =>
    [
        .. (await prometheus.Namespace.ListAsync(ResourceTypes.Pod))
            .Where(pod => pod.Labels.TryGetValue("app", out string? app) && app == name && !pod.IsBeingDeleted)
            .OrderBy(pod => pod.Created).ThenBy(pod => pod.Name, StringComparer.Ordinal),
    ];

    /// <summary>Lets every pod fail and be slow for a share of its requests.</summary>
    public async Task BehaveAsync(string query)
    {
        foreach (KubeObject pod in await PodsAsync())
        {
            using HttpResponseMessage answer = await Http.PostAsync($"{AddressOf(pod)}/behave?{query}", null);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    /// <summary>Sends requests to a pod, some at a time, and notes what came back.</summary>
    public Task SendAsync(KubeObject pod, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, stop) =>
        {
            using HttpResponseMessage answer = await Http.GetAsync($"{AddressOf(pod)}/", stop);
            double took = double.Parse(
                answer.Headers.GetValues("Server-Timing").Single().Split('=')[1], CultureInfo.InvariantCulture);
            lock (_lock)
            {
                Sent++;
                if ((int)answer.StatusCode == 500) Failed++;
                if (took > 500) Slow++;
            }
        });

    private static string AddressOf(KubeObject pod) => $"http://{pod.Json.Text("status", "podIP")}:8080";

    private Task ReadyAsync(int replicas) => prometheus.Namespace.WaitForAsync(
        ResourceTypes.Deployment, name, item => item.Json.Count("status", "readyReplicas") == replicas
            && item.Json.Count("status", "replicas") == replicas
            && item.Json.Count("status", "observedGeneration") == item.Generation);
}

using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Waiting;

namespace MicroK8s.Tests.Outages;

/// <summary>Versions that a real server has really forgotten: 410 Gone.</summary>
[Collection(Outage.Name)]
public sealed class ForgottenVersionTests(SecondApiServer server)
{
    [Fact]
    public async Task A_watch_goes_on_though_the_restarted_server_has_forgotten_its_version()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("gone");
        await CreateAsync(space, "stays");
        await CreateAsync(space, "goes");
        using var limit = Patience.Start();
        using IClusterSession session = server.Open();
        using HttpClient http = ClusterHttp.Connect(server.KubeConfig);
        IAsyncEnumerable<WatchEvent> changes = session.Resources.WatchAsync(
            new ResourceQuery(ResourceTypes.ConfigMap, space.Name) { LabelSelector = "test=gone" }, limit.Token);
        await using IAsyncEnumerator<WatchEvent> watch = changes.GetAsyncEnumerator(limit.Token);
        while (await watch.MoveNextAsync() && watch.Current.Kind != WatchEventKind.Synced) { }
        string version = (string)(await ReadAsync(http, space, "limit=1")).Body["metadata"]!["resourceVersion"]!;

        await server.WhileGoneAsync(ServerEnd.Kill, async () =>
        {
            await TestCluster.Admin.Resources.DeleteAsync(
                new ResourceRef(ResourceTypes.ConfigMap, space.Name, "goes"), null, dryRun: false, limit.Token);
            await CreateAsync(space, "comes");
            await Etcd.ForgetAsync();
        });

        var told = new List<(WatchEventKind, string?)>();
        while (await watch.MoveNextAsync())
        {
            told.Add((watch.Current.Kind, watch.Current.Item?.Name));
            if (watch.Current.Kind == WatchEventKind.Synced) break;
        }

        Assert.Equal(
            [(WatchEventKind.Changed, "comes"), (WatchEventKind.Removed, "goes"), (WatchEventKind.Synced, null)],
            told);
        JsonNode answer = (await ReadAsync(http, space, $"watch=1&timeoutSeconds=5&resourceVersion={version}")).Body;
        Assert.Equal(410, (int?)(answer["object"] ?? answer)["code"]);
    }

    /// <summary>This server was started when the first version was long past, so it never knew it.</summary>
    [Fact]
    public async Task A_wait_for_a_rollout_goes_on_though_the_server_knows_none_of_its_versions()
    {
        using var proxy = new CuttingProxy(server.KubeConfig) { IsForgetful = true };
        KubeObject done = await WatchSurvivalTests.WaitAsync(proxy, "shop/web:v1.0", async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            proxy.IsForgetful = false;
        });

        Assert.Equal(1, done.Json.Count("status", "availableReplicas"));
        Assert.True(proxy.Gone > 0, "The server has not answered 410.");
    }

    [Fact]
    public async Task A_list_of_pages_goes_on_though_the_version_of_its_first_page_is_forgotten()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync("gone");
        string[] names = [.. Enumerable.Range(1, 6).Select(number => $"item-{number}")];
        foreach (string name in names) await CreateAsync(space, name);
        using IClusterSession session = server.Open();
        using HttpClient http = ClusterHttp.Connect(server.KubeConfig);
        string token = (string)(await ReadAsync(http, space, "limit=1")).Body["metadata"]!["continue"]!;
        var query = new ResourceQuery(ResourceTypes.ConfigMap, space.Name) { PageSize = 1, LabelSelector = "test=gone" };
        var read = new List<string>();
        await foreach (KubeObject item in session.Resources.ListAsync(query, CancellationToken.None))
        {
            read.Add(item.Name);
            if (read.Count > 1) continue;

            // Something has to happen, else the version is still the newest.
            await CreateAsync(space, "zebra");
            await Etcd.ForgetAsync();
        }

        Assert.Equal(names, read.Where(name => name != "zebra"));
        Assert.Equal(410, (await ReadAsync(http, space, $"limit=1&continue={Uri.EscapeDataString(token)}")).Status);
    }

    private static Task<KubeObject> CreateAsync(TestNamespace space, string name) => space.CreateAsync(
        ResourceTypes.ConfigMap, $$"""{ "metadata": { "name": "{{name}}", "labels": { "test": "gone" } } }""");

    /// <summary>What the server answers, first line only.</summary>
    private static async Task<(int Status, JsonNode Body)> ReadAsync(HttpClient http, TestNamespace space, string query)
    {
        using HttpResponseMessage response =
            await http.GetAsync($"{ResourceTypes.ConfigMap.Path(space.Name)}?labelSelector=test%3Dgone&{query}");
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonNode.Parse(text.Split('\n')[0])!);
    }
}

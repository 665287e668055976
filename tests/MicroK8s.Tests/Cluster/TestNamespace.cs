using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Cluster;

/// <summary>A namespace for one test, gone after it; tests therefore run in parallel.</summary>
public sealed class TestNamespace : IAsyncDisposable
{
    private TestNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(string purpose = "test")
    {
        string name = $"{purpose}-{Guid.NewGuid().ToString("N")[..8]}";
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = name },
        };
        await TestCluster.Admin.Resources.CreateAsync(
            ResourceTypes.Namespace, manifest, dryRun: false, CancellationToken.None);
        await WaitForServiceAccountAsync(name);
        return new TestNamespace(name);
    }

    /// <summary>Creates any object from YAML-free JSON text, in this namespace.</summary>
    public Task<KubeObject> CreateAsync(ResourceType type, string json) =>
        CreateAsync(type, json, dryRun: false, CancellationToken.None);

    internal Task<KubeObject> CreateAsync(ResourceType type, ObjectBuilder item) => CreateAsync(type, item.ToString());

    /// <summary>Asks the server whether it would let an object in; an exception says why not.</summary>
    internal Task TryAsync(ResourceType type, ObjectBuilder item, CancellationToken limit) =>
        CreateAsync(type, item.ToString(), dryRun: true, limit);

    public Task<KubeObject> GetAsync(ResourceType type, string name) =>
        TestCluster.Admin.Resources.GetAsync(new ResourceRef(type, Name, name), CancellationToken.None);

    public Task<KubeObject?> FindAsync(ResourceType type, string name) =>
        TestCluster.Admin.Resources.FindAsync(new ResourceRef(type, Name, name), CancellationToken.None);

    public async Task<IReadOnlyList<KubeObject>> ListAsync(ResourceType type)
    {
        var items = new List<KubeObject>();
        var query = new ResourceQuery(type, Name);
        await foreach (KubeObject item in TestCluster.Admin.Resources.ListAsync(query, CancellationToken.None)) items.Add(item);
        return items;
    }

    /// <summary>Waits by a watch until so many objects of a kind are there; fails after two minutes.</summary>
    public async Task WaitForAsync(ResourceType type, int count)
    {
        using var limit = Patience.Start();
        var known = new HashSet<string>();
        var query = new ResourceQuery(type, Name);
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } item && known.Add(item.Uid) && known.Count == count) return;
        }
    }

    /// <summary>Waits by a watch until an object is as it should be; fails after two minutes.</summary>
    public Task WaitForAsync(ResourceType type, string name, Predicate<KubeObject> condition) =>
        WaitForAsync(ResourceQuery.For(new ResourceRef(type, Name, name)), condition);

    /// <summary>Waits by a watch until one of the pods of an app is as it should be; fails after two minutes.</summary>
    public Task WaitForPodAsync(string app, Predicate<KubeObject> condition) =>
        WaitForAsync(new ResourceQuery(ResourceTypes.Pod, Name) { LabelSelector = $"app={app}" }, condition);

    public async ValueTask DisposeAsync() => await TestCluster.Admin.Resources.DeleteAsync(
        new ResourceRef(ResourceTypes.Namespace, null, Name), uid: null, dryRun: false, CancellationToken.None);

    private static async Task WaitForAsync(ResourceQuery query, Predicate<KubeObject> condition)
    {
        using var limit = Patience.Start();
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } item && condition(item)) return;
        }
    }

    private Task<KubeObject> CreateAsync(ResourceType type, string json, bool dryRun, CancellationToken limit)
    {
        JsonObject manifest = JsonNode.Parse(json)!.AsObject();
        manifest["apiVersion"] = type.ApiVersion;
        manifest["kind"] = type.Kind;
        manifest["metadata"]!["namespace"] = Name;
        return TestCluster.Admin.Resources.CreateAsync(type, manifest, dryRun, limit);
    }

    /// <summary>Pods are refused until the namespace has its default service account.</summary>
    private static async Task WaitForServiceAccountAsync(string namespaceName)
    {
        using var limit = Patience.Start();
        var accounts = new ResourceType("", "v1", "serviceaccounts", "ServiceAccount");
        var query = ResourceQuery.For(new ResourceRef(accounts, namespaceName, "default"));
        await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, limit.Token))
        {
            if (change.Item is { } account && account.Json.Items("secrets").Any()) return;
        }
    }
}

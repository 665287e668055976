using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>A cluster of one Deployment, for what a real one does too rarely to be tested with.</summary>
internal sealed class FakeCluster() : DelegatingSession(inner: null), IPodLogs
{
    /// <summary>The Deployment at each read; the last one stays.</summary>
    public Queue<KubeObject> Deployments { get; } = new();

    public KubeObject[] ReplicaSets { get; set; } = [];

    /// <summary>Its pods when a watch begins.</summary>
    public KubeObject[] Pods { get; init; } = [];

    /// <summary>A Job when a watch begins. Null if there is none.</summary>
    public KubeObject? Job { get; init; }

    /// <summary>Its pods as a list shows them.</summary>
    public KubeObject[] ListedPods { get; init; } = [];

    /// <summary>Pods as they change while they are watched.</summary>
    public Channel<KubeObject> LaterPods { get; } = Channel.CreateUnbounded<KubeObject>();

    /// <summary>ConfigMaps that are there, by name.</summary>
    public Dictionary<string, KubeObject> ConfigMaps { get; } = [];

    /// <summary>The log of every container. Null if the user may not read logs.</summary>
    public Task<IReadOnlyList<string>>? Log { get; init; }

    /// <summary>Whether the quota lets another pod in; only tries are allowed.</summary>
    public bool HasRoom { get; set; }

    /// <summary>How many writes end in a conflict.</summary>
    public int Conflicts { get; set; }

    /// <summary>What every write ends in, once the conflicts are over. Null for success.</summary>
    public ClusterException? WriteFault { get; init; }

    public List<string> Patches { get; } = [];

    /// <summary>Kinds that the user may not read.</summary>
    public HashSet<ResourceType> Denied { get; } = [];

    public override ClusterContext Context { get; } = new("fake", "https://fake", "shop", "", true, false);

    public override IPodLogs Logs => this;

    public override Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Task.FromResult(Deployments.Count > 1 ? Deployments.Dequeue() : Deployments.Peek());

    public override async Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) =>
        target.Type == ResourceTypes.ConfigMap
            ? ConfigMaps.GetValueOrDefault(target.Name)
            : await GetAsync(target, cancellationToken);

    public override async IAsyncEnumerable<KubeObject> ListAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (KubeObject item in query.Type == ResourceTypes.Pod ? ListedPods : ReplicaSets) yield return item;
    }

    public override async IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Denied.Contains(query.Type)) throw new ClusterException(ClusterFault.AccessDenied, "Not allowed.");
        KubeObject[] items = query.Type == ResourceTypes.Deployment ? [Deployments.Peek()]
            : query.Type == ResourceTypes.ReplicaSet ? ReplicaSets
            : query.Type == ResourceTypes.Job && Job is not null ? [Job]
            : query.Type == ResourceTypes.Pod ? Pods : [];
        foreach (KubeObject item in items) yield return new WatchEvent(WatchEventKind.Changed, query.Type, item);
        yield return new WatchEvent(WatchEventKind.Synced, query.Type, null);
        ChannelReader<KubeObject> later =
            query.Type == ResourceTypes.Pod ? LaterPods.Reader : Channel.CreateUnbounded<KubeObject>().Reader;
        await foreach (KubeObject item in later.ReadAllAsync(cancellationToken))
        {
            yield return new WatchEvent(WatchEventKind.Changed, query.Type, item);
        }
    }

    public override Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken)
    {
        Patches.Add(patch.ToString());
        if (Patches.Count <= Conflicts) throw new ClusterException(ClusterFault.Conflict, "Somebody else wrote.");
        return WriteFault is null ? Task.FromResult(Deployments.Peek()) : throw WriteFault;
    }

    public Task<IReadOnlyList<string>> TailAsync(
        string namespaceName, string pod, string container, bool previous, int lines, CancellationToken cancellationToken) =>
        Log?.WaitAsync(cancellationToken) ?? throw new ClusterException(ClusterFault.AccessDenied, "Not allowed.");

    public IAsyncEnumerable<MicroK8s.Connection.ContainerLine> ReadAsync(
        string namespaceName, string pod, string container, MicroK8s.Connection.LogRange range,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
    {
        Assert.True(dryRun && type == ResourceTypes.Pod && manifest["spec"] is not null);
        return HasRoom
            ? Task.FromResult(KubeObject.Parse("{}"))
            : throw new ClusterException(ClusterFault.QuotaExceeded, "The quota forbids it.");
    }

    public override Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Task.FromResult(false);
}

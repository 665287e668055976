using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Health;

/// <summary>A cluster that cannot be arranged for real: silent, forbidden, or with an Istio that is broken.</summary>
internal sealed class StubSession : IClusterSession, IResources
{
    public ClusterContext Context { get; } = new("stub", "https://stub:6443", "default", "me", true, false);

    public IResources Resources => this;

    public IDiscovery Discovery => throw new NotSupportedException();

    public IPodLogs Logs => throw new NotSupportedException();

    public IPodExec Exec => throw new NotSupportedException();

    public IPodPortForward PortForward => throw new NotSupportedException();

    /// <summary>The answer to every probe; an exception is thrown.</summary>
    public Func<string, ServerAnswer> Answer { get; init; } = _ => new ServerAnswer(200, """{"gitVersion": "v1.30.1"}""");

    public List<KubeObject> Objects { get; init; } = [];

    /// <summary>The kind whose lists are forbidden.</summary>
    public ResourceType? Forbidden { get; init; }

    /// <summary>Every list that was asked for, in order.</summary>
    public List<ResourceQuery> Asked { get; } = [];

    public bool ServesIstio { get; init; } = true;

    public Task<string> GetServerVersionAsync(CancellationToken cancellationToken) => Task.FromResult("v1.30.1");

    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => Answer(path), cancellationToken);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Task.FromResult(ServesIstio);

    public Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) => Task.FromResult(
        Objects.FirstOrDefault(item => item.Kind == target.Type.Kind && item.Name == target.Name
            && item.Namespace == target.Namespace));

    public async IAsyncEnumerable<KubeObject> ListAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (Asked) Asked.Add(query);
        if (query.Type == Forbidden)
        {
            throw new ClusterException(ClusterFault.AccessDenied, $"Not allowed to list {query.Type}.", $"list {query.Type}");
        }

        foreach (KubeObject item in Objects.Where(item => item.Kind == query.Type.Kind
            && (query.Namespace is null || item.Namespace == query.Namespace)))
        {
            yield return item;
        }
    }

    public Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<WatchEvent> WatchAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A health check never writes.");

    public Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A health check never writes.");

    public Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A health check never writes.");

    public Task DeleteAsync(ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A health check never writes.");

    public void Dispose()
    {
    }
}

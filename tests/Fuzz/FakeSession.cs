using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Fuzz;

/// <summary>
/// A cluster whose objects are the input: a map of lists by kind. Writes are answered with what was sent.
/// </summary>
internal sealed class FakeSession(JsonElement objects) : IClusterSession, IResources, IDiscovery, IPodLogs
{
    public ClusterContext Context { get; } = new("fuzz", "https://fuzz", "shop", "", true, false);

    public ConnectionCertificates Certificates => ConnectionCertificates.None;

    public IResources Resources => this;

    public IDiscovery Discovery => this;

    public IPodLogs Logs => this;

    public IEvictions Evictions => throw new NotSupportedException();

    public IPodExec Exec => throw new NotSupportedException();

    public IPodPortForward PortForward => throw new NotSupportedException();

    /// <summary>The objects of a kind, in whatever namespace they claim to be.</summary>
    public IReadOnlyList<KubeObject> Of(ResourceType type) =>
        [.. objects.Items(type.Kind).Select(item => new KubeObject(item, type))];

    public async Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
        await FindAsync(target, cancellationToken).ConfigureAwait(false)
        ?? throw new ClusterException(ClusterFault.ResourceNotFound, $"There is no {target}.");

    public Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Task.FromResult(Of(target.Type).FirstOrDefault(item => item.Name == target.Name));

    public async IAsyncEnumerable<KubeObject> ListAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (KubeObject item in Of(query.Type)) yield return item;
    }

    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (KubeObject item in Of(query.Type))
        {
            yield return new WatchEvent(WatchEventKind.Changed, query.Type, item);
        }

        yield return new WatchEvent(WatchEventKind.Synced, query.Type, null);
    }

    public Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken) => Echo(manifest);

    public Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken) =>
        GetAsync(target, cancellationToken);

    public Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken) =>
        Echo(manifest);

    public Task DeleteAsync(ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        Task.FromResult<ResourceType?>(null);

    public void Forget(string apiVersion)
    {
    }

    public Task<IReadOnlyList<ResourceType>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ResourceType>>([]);

    public Task<IReadOnlyList<string>> TailAsync(
        string namespaceName, string pod, string container, bool previous, int lines,
        CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["the last line"]);

    public IAsyncEnumerable<ContainerLine> ReadAsync(
        string namespaceName, string pod, string container, LogRange range, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IHttpService OpenService(ProxiedService service) => throw new NotSupportedException();

    public Task<string> GetServerVersionAsync(CancellationToken cancellationToken) => Task.FromResult("v1.30.0");

    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(new ServerAnswer(200, """{"gitVersion":"v1.30.0"}"""));

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) => Task.FromResult(true);

    public void Dispose()
    {
    }

    private static Task<KubeObject> Echo(JsonObject manifest) =>
        Task.FromResult(KubeObject.Parse(manifest.ToJsonString()));
}

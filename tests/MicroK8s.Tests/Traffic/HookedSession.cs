using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Traffic;

/// <summary>
/// The real cluster, with something that happens just before a write, such as another writer or a failure, or just after
/// an object was made: its answer is lost.
/// </summary>
internal sealed class HookedSession(Func<ResourceRef, Task> beforeWrite, Func<ResourceRef, Task>? afterCreate = null)
    : IClusterSession, IResources
{
    public int Patches { get; private set; }

    public ClusterContext Context => TestCluster.Admin.Context;

    public IResources Resources => this;

    public IDiscovery Discovery => TestCluster.Admin.Discovery;

    public IPodLogs Logs => TestCluster.Admin.Logs;

    public IPodExec Exec => TestCluster.Admin.Exec;

    public IPodPortForward PortForward => TestCluster.Admin.PortForward;

    private static IResources Real => TestCluster.Admin.Resources;

    public async Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken)
    {
        Patches++;
        await beforeWrite(target);
        return await Real.PatchAsync(target, patch, dryRun, cancellationToken);
    }

    public async Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(
            type, (string?)manifest["metadata"]!["namespace"], (string)manifest["metadata"]!["name"]!);
        await beforeWrite(target);
        KubeObject made = await Real.CreateAsync(type, manifest, dryRun, cancellationToken);
        if (afterCreate is not null) await afterCreate(target);
        return made;
    }

    public async Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        await beforeWrite(new ResourceRef(
            type, (string?)manifest["metadata"]!["namespace"], (string)manifest["metadata"]!["name"]!));
        return await Real.ApplyAsync(type, manifest, force, dryRun, cancellationToken);
    }

    public Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Real.GetAsync(target, cancellationToken);

    public Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Real.FindAsync(target, cancellationToken);

    public IAsyncEnumerable<KubeObject> ListAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        Real.ListAsync(query, cancellationToken);

    public IAsyncEnumerable<WatchEvent> WatchAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        Real.WatchAsync(query, cancellationToken);

    public async Task DeleteAsync(ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken)
    {
        await beforeWrite(target);
        await Real.DeleteAsync(target, uid, dryRun, cancellationToken);
    }

    public Task<string> GetServerVersionAsync(CancellationToken cancellationToken) =>
        TestCluster.Admin.GetServerVersionAsync(cancellationToken);

    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        TestCluster.Admin.ProbeAsync(path, cancellationToken);

    public Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) =>
        TestCluster.Admin.ServesAsync(type, cancellationToken);

    public void Dispose()
    {
    }
}

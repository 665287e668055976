using System.Text.Json.Nodes;
using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Cluster;

/// <summary>
/// A session that hands every call on to another one, but for those that a test overrides. Without another one, whatever
/// is not overridden is a call that nobody expected.
/// </summary>
/// <param name="inner">The session behind it, which it does not close; null for none.</param>
internal abstract class DelegatingSession(IClusterSession? inner) : IClusterSession, IResources
{
    public virtual ClusterContext Context => Inner.Context;

    public IResources Resources => this;

    public virtual IDiscovery Discovery => Inner.Discovery;

    public virtual IEvictions Evictions => Inner.Evictions;

    public virtual IPodLogs Logs => Inner.Logs;

    public virtual IPodExec Exec => Inner.Exec;

    public virtual IPodPortForward PortForward => Inner.PortForward;

    public virtual ConnectionCertificates Certificates => Inner.Certificates;

    private IClusterSession Inner => inner ?? throw new NotSupportedException();

    public virtual IHttpService OpenService(ProxiedService service) => Inner.OpenService(service);

    public virtual Task<string> GetServerVersionAsync(CancellationToken cancellationToken) =>
        Inner.GetServerVersionAsync(cancellationToken);

    public virtual Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        Inner.ProbeAsync(path, cancellationToken);

    public virtual Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) =>
        Inner.ServesAsync(type, cancellationToken);

    public virtual Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Inner.Resources.GetAsync(target, cancellationToken);

    public virtual Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) =>
        Inner.Resources.FindAsync(target, cancellationToken);

    public virtual IAsyncEnumerable<KubeObject> ListAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        Inner.Resources.ListAsync(query, cancellationToken);

    public virtual IAsyncEnumerable<WatchEvent> WatchAsync(ResourceQuery query, CancellationToken cancellationToken) =>
        Inner.Resources.WatchAsync(query, cancellationToken);

    public virtual Task<KubeObject> CreateAsync(
        ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken) =>
        Inner.Resources.CreateAsync(type, manifest, dryRun, cancellationToken);

    public virtual Task<KubeObject> PatchAsync(
        ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken) =>
        Inner.Resources.PatchAsync(target, patch, dryRun, cancellationToken);

    public virtual Task<KubeObject> ApplyAsync(
        ResourceType type, JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken) =>
        Inner.Resources.ApplyAsync(type, manifest, force, dryRun, cancellationToken);

    public virtual Task DeleteAsync(ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken) =>
        Inner.Resources.DeleteAsync(target, uid, dryRun, cancellationToken);

    public void Dispose()
    {
    }
}

using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.KubeApi.Requests;
using MicroK8s.KubeApi.Services;
using MicroK8s.KubeApi.Streams;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi;

/// <summary>One connection: the requests, the ports on top of them, and what is asked only once.</summary>
internal sealed class ClusterSession(KubeRequests requests, ClusterContext context) : IClusterSession
{
    private readonly Discovery _discovery = new(requests);
    private string? _version;

    public ClusterContext Context => context;

    public IResources Resources { get; } = new KubeResources(requests);

    public IDiscovery Discovery => _discovery;

    public IEvictions Evictions { get; } = new Evictions(requests);

    public IPodLogs Logs { get; } = new PodLogs(requests);

    public IPodExec Exec { get; } = new PodExec(requests);

    public IPodPortForward PortForward { get; } = new PodPortForward(requests);

    public ConnectionCertificates Certificates => requests.Certificates;

    public IHttpService OpenService(ProxiedService service) => new ServiceBehindProxy(requests, service);

    public async Task<string> GetServerVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is not null) return _version;

        JsonElement answer =
            await requests.GetJsonAsync("version", "read the server's version", cancellationToken)
                .ConfigureAwait(false);
        return _version = answer.Text("gitVersion")
            ?? throw ApiErrors.NotKubernetes("it does not report a version", context);
    }

    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        requests.ProbeAsync(path, cancellationToken);

    public async Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken) =>
        await _discovery.FindAsync(type.ApiVersion, served => served.Plural == type.Plural, cancellationToken)
            .ConfigureAwait(false) is not null;

    public void Dispose() => requests.Dispose();
}

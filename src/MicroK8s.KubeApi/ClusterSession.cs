using System.Collections.Concurrent;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi.Requests;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi;

/// <summary>One connection: the requests, the ports on top of them, and what is asked only once.</summary>
internal sealed class ClusterSession(KubeRequests requests, ClusterContext context) : IClusterSession
{
    private readonly ConcurrentDictionary<string, Task<IReadOnlySet<string>>> _served = new(StringComparer.Ordinal);
    private string? _version;

    public ClusterContext Context => context;

    public IResources Resources { get; } = new KubeResources(requests);

    public IPodLogs Logs { get; } = new PodLogs(requests);

    public async Task<string> GetServerVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is not null) return _version;

        HttpResponseMessage response =
            await requests.GetAsync("version", "read the server's version", cancellationToken).ConfigureAwait(false);
        using JsonDocument document = await requests.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return _version = document.RootElement.Text("gitVersion") ?? throw new ClusterException(
            ClusterFault.NotKubernetes,
            $"{context.Server} of context '{context.Name}' is not a Kubernetes API server: it tells no version.",
            context.Name, "Check the server address in the kubeconfig.");
    }

    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) =>
        requests.ProbeAsync(path, cancellationToken);

    public async Task<bool> ServesAsync(ResourceType type, CancellationToken cancellationToken)
    {
        Task<IReadOnlySet<string>> asked =
            _served.GetOrAdd(type.ApiVersion, _ => ReadServedAsync(type, CancellationToken.None));
        bool isServed = false;
        try
        {
            return isServed = (await asked.WaitAsync(cancellationToken).ConfigureAwait(false)).Contains(type.Plural);
        }
        finally
        {
            // Neither a failure nor a no answers later questions: what is missing may be installed meanwhile.
            if (!isServed && asked.IsCompleted) _served.TryRemove(KeyValuePair.Create(type.ApiVersion, asked));
        }
    }

    public void Dispose() => requests.Dispose();

    private async Task<IReadOnlySet<string>> ReadServedAsync(ResourceType type, CancellationToken cancellationToken)
    {
        string path = type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";
        try
        {
            HttpResponseMessage response = await requests
                .GetAsync(path, $"discover {type.ApiVersion}", cancellationToken).ConfigureAwait(false);
            using JsonDocument document = await requests.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return document.RootElement.Items("resources").Select(item => item.Text("name") ?? "")
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.KindNotSupported or ClusterFault.ResourceNotFound)
        {
            return new HashSet<string>();
        }
    }
}

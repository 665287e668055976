using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Container logs through the API server.</summary>
internal sealed class PodLogs(KubeRequests requests) : IPodLogs
{
    public async Task<IReadOnlyList<string>> TailAsync(
        string namespaceName, string pod, string container, bool previous, int lines, CancellationToken cancellationToken)
    {
        string path = $"{ResourceTypes.Pod.Path(namespaceName, pod)}/log"
            + $"?container={Uri.EscapeDataString(container)}&tailLines={lines}{(previous ? "&previous=true" : "")}";
        try
        {
            using HttpResponseMessage response = await requests
                .GetAsync(path, $"read the log of Pod {namespaceName}/{pod}", cancellationToken).ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.InvalidSpec)
        {
            // 400: the container has not started yet, or has no previous run.
            return [];
        }
    }
}

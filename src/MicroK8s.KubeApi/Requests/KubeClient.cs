using k8s;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The official client, opened up for requests whose bodies stay JSON.</summary>
internal sealed class KubeClient(KubernetesClientConfiguration configuration) : Kubernetes(configuration)
{
    /// <summary>Sends a request with the client's credentials; returns as soon as the headers are here.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">The status is not 2xx.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendRequestRaw("", request, cancellationToken);
}

using System.Net;
using k8s;
using k8s.Autorest;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The official client, opened up for requests whose bodies stay JSON.</summary>
internal sealed class KubeClient(KubernetesClientConfiguration configuration) : Kubernetes(configuration)
{
    /// <summary>Sends a request with the client's credentials; returns as soon as the headers are here.</summary>
    /// <exception cref="HttpOperationException">
    /// The status is not 2xx; for a request to change the protocol, not 101.
    /// </exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Headers.Upgrade.Count > 0
            ? UpgradeAsync(request, cancellationToken)
            : SendRequestRaw("", request, cancellationToken);

    /// <summary>
    /// Sends a request to change the protocol, over the same handler as all others: credentials, TLS and proxy are
    /// theirs. The content of the answer is then the connection itself.
    /// </summary>
    private async Task<HttpResponseMessage> UpgradeAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Credentials is not null)
        {
            await Credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);
        }

        HttpResponseMessage response = await HttpClient
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return response;

        using (response)
        {
            string said = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new HttpOperationException($"The server answered {(int)response.StatusCode}.")
            {
                Response = new HttpResponseMessageWrapper(response, said),
            };
        }
    }
}

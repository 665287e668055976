using System.Net;
using k8s.Autorest;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// The client with the credentials in use. When the server does not take them any more (401), they are fetched anew
/// once and the request is sent again: the server refuses before it does anything, so that is safe for a write too.
/// </summary>
/// <param name="client">The first client.</param>
/// <param name="renew">Makes another one with fresh credentials. Null if they cannot change.</param>
internal sealed class RenewableClient(KubeClient client, Func<CancellationToken, Task<KubeClient>>? renew) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<KubeClient> _clients = [client];
    private volatile KubeClient _current = client;

    public Uri BaseUri => _current.BaseUri;

    /// <summary>Sends a request; returns as soon as the headers are here.</summary>
    /// <param name="request">Makes the request; a second time for the second try.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HttpOperationException">The status is not 2xx.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        KubeClient used = _current;
        try
        {
            return await used.SendAsync(request(), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException exception)
            when (renew is not null && exception.Response.StatusCode == HttpStatusCode.Unauthorized)
        {
            KubeClient fresh = await RenewAsync(used, cancellationToken).ConfigureAwait(false);
            return await fresh.SendAsync(request(), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        // An outdated client may still carry a watch, so it lives as long as the session.
        foreach (KubeClient one in _clients) one.Dispose();
        _gate.Dispose();
    }

    private async Task<KubeClient> RenewAsync(KubeClient refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Several requests may be refused at once; one renewal serves them all.
            if (_current != refused) return _current;
            _current = await renew!(cancellationToken).ConfigureAwait(false);
            _clients.Add(_current);
            return _current;
        }
        finally
        {
            _gate.Release();
        }
    }
}

using System.Net;
using MicroK8s.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// The connection with the credentials in use. When the server does not take them any more (401), they are fetched anew
/// once and the request is sent again: the server refuses before it does anything, so that is safe for a write too.
/// </summary>
/// <param name="transport">The first connection.</param>
/// <param name="renew">Makes another one with fresh credentials. Null if they cannot change.</param>
internal sealed class RenewableClient(ApiTransport transport, Func<CancellationToken, Task<ApiTransport>>? renew)
    : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<ApiTransport> _transports = [transport];
    private volatile ApiTransport _current = transport;

    public Uri BaseUri => _current.BaseUri;

    /// <inheritdoc cref="ApiTransport.TrustRefusal"/>
    public string? TrustRefusal => _current.TrustRefusal;

    /// <inheritdoc cref="ApiTransport.Certificates"/>
    public ConnectionCertificates Certificates => _current.Certificates;

    /// <summary>Sends a request; returns as soon as the headers of the answer are here, whatever its status.</summary>
    /// <param name="request">Makes the request; a second time for the second try.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        ApiTransport used = _current;
        HttpResponseMessage response = await used.SendAsync(request(), cancellationToken).ConfigureAwait(false);
        if (renew is null || response.StatusCode != HttpStatusCode.Unauthorized) return response;

        response.Dispose();
        ApiTransport fresh = await RenewAsync(used, cancellationToken).ConfigureAwait(false);
        return await fresh.SendAsync(request(), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        // An outdated connection may still carry a watch, so it lives as long as the session.
        foreach (ApiTransport one in _transports) one.Dispose();
        _gate.Dispose();
    }

    private async Task<ApiTransport> RenewAsync(ApiTransport refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Several requests may be refused at once; one renewal serves them all.
            if (_current != refused) return _current;
            _current = await renew!(cancellationToken).ConfigureAwait(false);
            _transports.Add(_current);
            return _current;
        }
        finally
        {
            _gate.Release();
        }
    }
}

using MicroK8s.Connection;
using MicroK8s.KubeApi.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// The connection to one server with one set of credentials. Requests, watches and changes of protocol take the same
/// way, so trust, proxy, credentials and impersonation hold for all of them.
/// </summary>
/// <remarks>
/// The client library's own pipeline is not used: it forgets to check the server's name, puts the whole answer into
/// its exceptions, and changes of protocol go around it.
/// </remarks>
internal sealed class ApiTransport : IDisposable
{
    private readonly ConnectionSettings _settings;
    private readonly HttpClient _client;

    public ApiTransport(ConnectionSettings settings)
    {
        _settings = settings;
        _client = new HttpClient(new RepeatedReads(HandlerSetup.Make(settings)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("microk8s-powershell");
        string address = settings.Server.AbsoluteUri;
        BaseUri = new Uri(address.EndsWith('/') ? address : $"{address}/");
    }

    public Uri BaseUri { get; }

    /// <summary>Why the last certificate of the server was refused. Null if none was.</summary>
    public string? TrustRefusal => _settings.Trust.Refusal;

    /// <summary>Until when the certificates of both sides are valid.</summary>
    public ConnectionCertificates Certificates => new(
        _settings.Trust.End, _settings.Certificate?.TargetCertificate.NotAfter.ToUniversalTime());

    /// <summary>Sends a request; returns as soon as the headers of the answer are here, whatever its status.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The name is what the handshake asks for and what the certificate is checked against.
        if (_settings.ServerName is not null) request.Headers.Host = _settings.ServerName;
        if (_settings.Credential is { } credential)
        {
            request.Headers.Authorization =
                await credential.GetAuthenticationHeaderAsync(cancellationToken).ConfigureAwait(false);
        }

        _settings.Impersonation.Prepare(request);
        return RequestLog.Listener is { } listener
            ? await HeardRequest.SendAsync(listener, request, !_settings.IsApiServer, Send).ConfigureAwait(false)
            : await Send().ConfigureAwait(false);

        Task<HttpResponseMessage> Send() =>
            _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose()
    {
        _client.Dispose();
        (_settings.Credential as IDisposable)?.Dispose();
    }
}

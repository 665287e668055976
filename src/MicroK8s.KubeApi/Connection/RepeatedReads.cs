using System.Net.Sockets;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Sends a read again, at once, when its connection breaks off before there is an answer. A server or a load balancer
/// may reset a connection that is idle, and a request that is on its way then is lost. Go's clients send reads again as
/// well (net/http, <c>persistConn.shouldRetryRequest</c>); .NET does so only where the connection was closed in order.
/// A write is never sent again: the server may have carried it out.
/// </summary>
/// <param name="inner">Sends requests.</param>
internal sealed class RepeatedReads(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>As often as .NET itself does it: each of several idle connections may have broken off.</summary>
    private const int MostRepeats = 3;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int repeats = 0; ; repeats++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception) when (request.Method == HttpMethod.Get && repeats < MostRepeats
                && HasBrokenOff(exception) && !cancellationToken.IsCancellationRequested)
            {
                // The next try takes another connection.
            }
        }
    }

    /// <summary>Whether a connection was reset; "broken pipe" (EPIPE) is <see cref="SocketError.Shutdown"/>.</summary>
    private static bool HasBrokenOff(HttpRequestException exception) => exception.GetBaseException() is SocketException
    {
        SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown,
    };
}

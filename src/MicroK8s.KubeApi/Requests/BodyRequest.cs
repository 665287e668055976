namespace MicroK8s.KubeApi.Requests;

/// <summary>A request that may have a body.</summary>
/// <remarks>
/// A server may refuse before it has read the body, as for a right that is missing or a limit on requests. Over HTTP/2
/// a Go server then resets the stream when more of the body comes (golang.org/x/net/http2, <c>processData</c>), and
/// .NET may throw away the refusal that it already has.
/// </remarks>
internal static class BodyRequest
{
    /// <summary>STREAM_CLOSED: something came for a stream that this side had ended (RFC 9113, 7).</summary>
    private const long StreamClosed = 0x5;

    /// <summary>
    /// Sends it, and a second time when the refusal was lost, then with the body only if the server asks for it. A
    /// server without the whole body has done nothing, so that is safe for a write too.
    /// </summary>
    /// <param name="make">Makes the request, once for each try.</param>
    /// <param name="send">Sends what it is given and reads the answer.</param>
    public static async Task<T> SendAsync<T>(
        Func<HttpRequestMessage> make, Func<Func<HttpRequestMessage>, Task<T>> send)
    {
        try
        {
            return await send(make).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLostRefusal(exception))
        {
            return await send(() =>
            {
                HttpRequestMessage again = make();
                again.Headers.ExpectContinue = true;
                return again;
            }).ConfigureAwait(false);
        }
    }

    private static bool IsLostRefusal(Exception? exception) => exception is not null
        && (exception is HttpProtocolException { ErrorCode: StreamClosed } || IsLostRefusal(exception.InnerException));
}

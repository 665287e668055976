using System.Net;
using System.Net.Security;
using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>How sockets are opened.</summary>
internal static class HandlerSetup
{
    /// <summary>Long enough for a far cluster, short enough that an operator hears of it soon.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A stream that says nothing is asked whether it lives, as a connection that a firewall forgot breaks off without
    /// a word, and a watch over it would wait for ever. The times are those of client-go (<c>ReadIdleTimeout</c>).
    /// </summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a request that offers its body waits to be asked for it; then it sends the body all the same. A server
    /// with many requests lets one wait for seconds before it refuses it.
    /// </summary>
    private static readonly TimeSpan OfferTimeout = TimeSpan.FromSeconds(5);

    public static SocketsHttpHandler Make(ConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            Expect100ContinueTimeout = OfferTimeout,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            AutomaticDecompression =
                settings.DisablesCompression ? DecompressionMethods.None : DecompressionMethods.GZip,

            // A server takes some 100 to 250 requests on one connection; following many containers needs more.
            EnableMultipleHttp2Connections = true,

            // An API server does not redirect. What does may make a lost write look done, or take a credential.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Names of impersonated users are not always ASCII; Go sends them as UTF-8.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = settings.Trust.Accept,
                ClientCertificateContext = settings.Certificate,
            },
        };
        if (settings.Proxy is not null) handler.Proxy = settings.Proxy;
        if (settings.Impersonation.AreThere)
        {
            handler.PlaintextStreamFilter = (context, _) =>
                ValueTask.FromResult<Stream>(new HeaderLineStream(context.PlaintextStream, settings.Impersonation));
        }

        return handler;
    }
}

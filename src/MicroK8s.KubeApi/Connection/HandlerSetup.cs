using System.Net;

namespace MicroK8s.KubeApi.Connection;

/// <summary>How sockets are opened.</summary>
internal static class HandlerSetup
{
    /// <summary>Long enough for a far cluster, short enough that an operator is told soon.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A stream that says nothing is asked whether it lives, as a connection that a firewall forgot breaks off without
    /// a word, and a watch over it would wait for ever. The times are those of client-go (<c>ReadIdleTimeout</c>).
    /// </summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    public static void Apply(SocketsHttpHandler handler, string? proxy)
    {
        handler.ConnectTimeout = ConnectTimeout;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.AutomaticDecompression = DecompressionMethods.GZip;

        // A server takes some 100 to 250 requests on one connection; following many containers needs more.
        handler.EnableMultipleHttp2Connections = true;
        if (proxy is not null) handler.Proxy = new WebProxy(proxy);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MicroK8s.Tests;

/// <summary>
/// A loopback server of HTTP/1.1 over plain TCP or TLS that answers byte for byte what a test says: for certificates,
/// and for habits that no real server has.
/// </summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Func<RawRequest, Stream, CancellationToken, Task> _answer;

    /// <param name="answer">Writes the answer to one request, headers and all; the connection is closed after it.</param>
    /// <param name="tls">The certificate. Null for plain http.</param>
    public RawServer(
        Func<RawRequest, Stream, CancellationToken, Task> answer, SslServerAuthenticationOptions? tls = null)
    {
        (_answer, _tls) = (answer, tls);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ServeAsync();
    }

    public int Port { get; }

    public string Address => $"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}";

    /// <summary>What was asked, in the order of arrival.</summary>
    public IReadOnlyCollection<RawRequest> Requests => _requests;

    /// <summary>A server that answers with JSON.</summary>
    public static RawServer OfJson(
        Func<RawRequest, (int Status, string Body)> answer, SslServerAuthenticationOptions? tls = null) =>
        new((request, stream, stop) =>
        {
            (int status, string body) = answer(request);
            return WriteAsync(stream, status, body, stop);
        }, tls);

    /// <summary>TLS with a certificate and those to send along.</summary>
    public static SslServerAuthenticationOptions Tls(X509Certificate2 certificate, params X509Certificate2[] chain) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. chain], offline: true) };

    /// <summary>A whole answer.</summary>
    public static async Task WriteAsync(Stream stream, int status, string body, CancellationToken stop)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\n"
            + "Connection: close\r\n\r\n"), stop);
        await stream.WriteAsync(bytes, stop);
    }

    /// <summary>Breaks the connection off instead of an answer, or within one.</summary>
    public static Task ResetAsync(Stream stream)
    {
        // Without lingering, a close is a reset.
        ((NetworkStream)stream).Socket.LingerState = new(true, 0);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Task.Run(() => AnswerAsync(client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException
                or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_tls is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_tls, _end.Token);
                    stream = secure;
                }

                await using (stream)
                {
                    RawRequest? request = await RawRequest.ReadAsync(stream, _end.Token);
                    if (request is null) return;
                    _requests.Enqueue(request);
                    await _answer(request, stream, _end.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException or SocketException
                or ObjectDisposedException)
            {
                // The client went away, which is what some tests are about.
            }
        }
    }
}

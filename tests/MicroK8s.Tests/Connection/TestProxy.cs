using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MicroK8s.Tests.Connection;

/// <summary>A proxy on loopback that tunnels: by CONNECT, over TCP or TLS, or by SOCKS5. It may ask for a password.</summary>
internal sealed class TestProxy : IDisposable
{
    public const string Name = "proxy-user";
    public const string Password = "pr0xy:s3cret";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _scheme;
    private readonly bool _asks;
    private int _tunnels;

    /// <param name="scheme"><c>http</c>, <c>https</c> or <c>socks5</c>.</param>
    /// <param name="asks">Whether it wants the name and the password.</param>
    public TestProxy(string scheme, bool asks)
    {
        (_scheme, _asks) = (scheme, asks);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Tunnels that it has opened.</summary>
    public int Tunnels => _tunnels;

    public string AddressWith(string userInfo) =>
        $"{_scheme}://{userInfo}127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => TunnelAsync(client));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (_scheme == "https")
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(TestAuthority.Server);
                    stream = secure;
                }

                (string Host, int Port)? target =
                    _scheme == "socks5" ? await SocksAsync(stream) : await ConnectAsync(stream);
                if (target is not var (host, port)) return;
                using var server = new TcpClient();
                await server.ConnectAsync(host, port);
                Interlocked.Increment(ref _tunnels);
                NetworkStream other = server.GetStream();
                await Task.WhenAny(stream.CopyToAsync(other), other.CopyToAsync(stream));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client went away.
        }
    }

    private async Task<(string Host, int Port)?> ConnectAsync(Stream stream)
    {
        while (await RawRequest.ReadAsync(stream, default) is { } request)
        {
            string expected = $"Basic {KubeConfigText.Base64($"{Name}:{Password}")}";
            if (_asks && request.Header("Proxy-Authorization") != expected)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                    + "Content-Length: 0\r\n\r\n"));
                continue;
            }

            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            string[] target = request.Target.Split(':');
            return (target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return null;
    }

    /// <summary>RFC 1928 and, for the password, RFC 1929.</summary>
    private async Task<(string Host, int Port)?> SocksAsync(Stream stream)
    {
        byte[] greeting = await ReadAsync(stream, 2);
        byte[] methods = await ReadAsync(stream, greeting[1]);
        byte method = (byte)(_asks ? 2 : 0);
        bool isOffered = methods.Contains(method);
        await stream.WriteAsync(new byte[] { 5, isOffered ? method : (byte)0xff });
        if (!isOffered || (_asks && !await CheckAsync(stream))) return null;

        byte[] request = await ReadAsync(stream, 4);
        string host = request[3] == 1
            ? new IPAddress(await ReadAsync(stream, 4)).ToString()
            : Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        byte[] port = await ReadAsync(stream, 2);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 0 });
        return (host, (port[0] << 8) | port[1]);
    }

    private static async Task<bool> CheckAsync(Stream stream)
    {
        byte[] head = await ReadAsync(stream, 2);
        string name = Encoding.UTF8.GetString(await ReadAsync(stream, head[1]));
        string password = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        bool fits = name == Name && password == Password;
        await stream.WriteAsync(new byte[] { 1, (byte)(fits ? 0 : 1) });
        return fits;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}

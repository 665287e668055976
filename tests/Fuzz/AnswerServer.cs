using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MicroK8s.Fuzz;

/// <summary>A loopback server that answers a request with the bytes it was given, and ends the connection.</summary>
internal sealed class AnswerServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]> _answer;

    /// <summary>Starts it.</summary>
    /// <param name="answer">The whole answer, head and body, by the first line of the request.</param>
    public AnswerServer(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Called when a client has read an answer to its end, or has given up on it.</summary>
    public Action<string> Answered { get; set; } = _ => { };

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync().ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            string line = "";
            try
            {
                NetworkStream stream = client.GetStream();
                line = await ReadHeadAsync(stream).ConfigureAwait(false);
                await stream.WriteAsync(_answer(line)).ConfigureAwait(false);
                client.Client.Shutdown(SocketShutdown.Send);

                // The body of a request, then the end of the connection.
                var rest = new byte[4096];
                while (await stream.ReadAsync(rest).ConfigureAwait(false) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The client has hung up, which an answer may bring it to.
            }

            Answered(line);
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new byte[16 * 1024];
        int length = 0;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            int read = await stream.ReadAsync(head.AsMemory(length)).ConfigureAwait(false);
            if (read == 0) return "";
            length += read;
        }

        return Encoding.ASCII.GetString(head, 0, head.AsSpan().IndexOf((byte)'\r'));
    }
}

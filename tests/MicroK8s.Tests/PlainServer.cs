using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MicroK8s.Tests;

/// <summary>A loopback server that answers what a real API server cannot be made to say on demand.</summary>
internal sealed class PlainServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public PlainServer(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context, answer));
        }
    }

    private static async Task AnswerAsync(
        HttpListenerContext context, Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        (int status, string body) = answer(context.Request);
        try
        {
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client did not wait for the answer, which is what some tests are about.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

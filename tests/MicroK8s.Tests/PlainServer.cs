using System.Net;
using System.Text;

namespace MicroK8s.Tests;

/// <summary>A loopback server that answers what a real API server cannot be made to say on demand.</summary>
internal sealed class PlainServer : IDisposable
{
    private readonly LoopbackListener _listener;

    public PlainServer(Func<HttpListenerRequest, (int Status, string Body)> answer) =>
        _listener = new LoopbackListener(context => AnswerAsync(context, answer));

    public string Address => _listener.Address;

    public void Dispose() => _listener.Dispose();

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
}

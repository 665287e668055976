using System.Net;

namespace MicroK8s.Tests;

/// <summary>
/// Takes HTTP requests at a loopback port of its own. <see cref="HttpListener"/> does not let the system choose one, and a
/// port that the system called free may be that of an outgoing connection a moment later. So it is one from below those
/// that the system gives out and those of NodePorts (from 30000 on), and another if it is taken.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int FirstPort = 20_000;
    private const int LastPort = 29_999;
    private const int MostTries = 100;

    private readonly Func<HttpListenerContext, Task> _answer;
    private HttpListener _listener;

    /// <param name="answer">Answers a request; several at once.</param>
    public LoopbackListener(Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;
        for (int tries = 1; ; tries++)
        {
            Address = $"http://127.0.0.1:{Random.Shared.Next(FirstPort, LastPort + 1)}/";
            try
            {
                _listener = Listen();
                return;
            }
            catch (HttpListenerException) when (tries < MostTries)
            {
                // It is another's.
            }
        }
    }

    public string Address { get; }

    /// <summary>Refuses connections from here, and drops those that wait.</summary>
    public void Stop() => _listener.Abort();

    /// <summary>Listens at the same address again.</summary>
    public void StartAgain() => _listener = Listen();

    public void Dispose() => _listener.Close();

    private HttpListener Listen()
    {
        var listener = new HttpListener();
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = ServeAsync(listener);
        return listener;
    }

    private async Task ServeAsync(HttpListener listener)
    {
        while (listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await listener.GetContextAsync();

                // Else it ends the connection after 15 s without a request, and one that comes just then is lost. An
                // API server waits for 90 s, by which time a client has ended it.
                context.Response.KeepAlive = false;
                _ = Task.Run(() => _answer(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace MicroK8s.Tests.Kills;

/// <summary>
/// Stands on loopback between a process and the real API server, and counts what the process writes. After a chosen
/// write the server has answered, and before the answer is passed on, it kills the process or, if it was given none, cuts
/// it off: it passes nothing on any more, so that to the server the process is dead.
/// </summary>
internal sealed class KillingProxy : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly HttpClient _server;
    private readonly List<string> _writes = [];
    private readonly TaskCompletionSource _isCut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (int Write, Action? Kill)? _armed;

    public KillingProxy(HttpClient server)
    {
        _server = server;
        _listener = new LoopbackListener(ForwardAsync);
    }

    /// <summary>The writes that the server has carried out: method and path.</summary>
    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (_writes) return [.. _writes];
        }
    }

    /// <summary>Ends when the one behind it is cut off.</summary>
    public Task IsCut => _isCut.Task;

    /// <summary>A kubeconfig that leads here, without a user: the proxy is one.</summary>
    public string KubeConfig(string namespaceName) => $$"""
        apiVersion: v1
        kind: Config
        current-context: kill
        clusters: [ { name: kill, cluster: { server: "{{_listener.Address}}" } } ]
        users: [ { name: nobody, user: {} } ]
        contexts: [ { name: kill, context: { cluster: kill, user: nobody, namespace: {{namespaceName}} } } ]
        """;

    /// <summary>Kills, or cuts off, as soon as so many writes are done.</summary>
    public void Arm(int write, Action? kill = null)
    {
        lock (_writes) _armed = (write, kill);
    }

    /// <summary>Passes everything on from here.</summary>
    public void Disarm()
    {
        lock (_writes) _armed = null;
    }

    public void Dispose() => _listener.Dispose();

    private async Task ForwardAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        try
        {
            if (IsCut.IsCompleted) return;
            using var body = new MemoryStream();
            await request.InputStream.CopyToAsync(body);
            using HttpResponseMessage answer = await SendAsync(request, body.ToArray());
            if (IsWrite(request, Encoding.UTF8.GetString(body.ToArray())) && answer.IsSuccessStatusCode
                && IsLast($"{request.HttpMethod} {request.Url!.AbsolutePath}"))
            {
                if (!IsCut.IsCompleted) context.Response.Abort();
                return;
            }

            if (IsCut.IsCompleted) return;

            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.SendChunked = true;
            await answer.Content.CopyToAsync(context.Response.OutputStream);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException
            or ObjectDisposedException or HttpRequestException or InvalidOperationException)
        {
            context.Response.Abort();
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpListenerRequest request, byte[] body)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.HttpMethod), request.RawUrl);
        if (request.Headers["Accept"] is { } accept) message.Headers.TryAddWithoutValidation("Accept", accept);
        if (body.Length > 0 || request.ContentType is not null)
        {
            message.Content = new ByteArrayContent(body);
            if (request.ContentType is { } type) message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return _server.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Counts a write.</summary>
    /// <returns>Whether it was the one, and nobody is left to be answered.</returns>
    private bool IsLast(string write)
    {
        (int Write, Action? Kill)? last;
        lock (_writes)
        {
            _writes.Add(write);
            last = _armed?.Write == _writes.Count ? _armed : null;
            if (last is { Kill: null }) _isCut.SetResult();
        }

        last?.Kill?.Invoke();
        return last is not null;
    }

    /// <summary>Tries are no writes, and questions about rights are asked by POST.</summary>
    private static bool IsWrite(HttpListenerRequest request, string body) =>
        request.HttpMethod is "POST" or "PUT" or "PATCH" or "DELETE"
        && request.QueryString["dryRun"] is null && !body.Contains("\"dryRun\"", StringComparison.Ordinal)
        && !request.Url!.AbsolutePath.StartsWith("/apis/authorization.k8s.io/", StringComparison.Ordinal);
}

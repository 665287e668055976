using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// Stands on loopback between the module and the real API server, and does what a network, a load balancer or a restart
/// do: it refuses connections for a while and cuts streams. Asked to, it lets the server itself close every watch after
/// a second, or asks it for the very first version, which a server that was started later answers with a true 410.
/// </summary>
internal sealed partial class CuttingProxy : IDisposable
{
    private readonly ConcurrentDictionary<HttpListenerResponse, byte> _open = new();
    private readonly HttpClient _server;
    private readonly LoopbackListener _listener;
    private int _ended;
    private int _gone;

    /// <param name="kubeConfig">Leads to the server. Null for the test cluster's own.</param>
    public CuttingProxy(string? kubeConfig = null)
    {
        _server = ClusterHttp.Connect(kubeConfig ?? TestCluster.KubeConfig);
        _listener = new LoopbackListener(ForwardAsync);
    }

    public string Address => _listener.Address;

    /// <summary>Whether the server is told to close every watch after a second.</summary>
    public bool IsImpatient { get; set; }

    /// <summary>Whether every watch asks for the first version of all.</summary>
    public bool IsForgetful { get; set; }

    /// <summary>Watches that the server ended.</summary>
    public int Ended => _ended;

    /// <summary>Watches that the server answered with 410.</summary>
    public int Gone => _gone;

    /// <summary>Cuts every stream, and refuses connections for as long.</summary>
    public async Task GoDownAsync(TimeSpan time)
    {
        _listener.Stop();
        foreach (HttpListenerResponse response in _open.Keys) Abort(response);
        await Task.Delay(time);
        _listener.StartAgain();
    }

    public void Dispose()
    {
        _listener.Stop();
        _listener.Dispose();
        _server.Dispose();
    }

    private async Task ForwardAsync(HttpListenerContext context)
    {
        string path = context.Request.RawUrl!;
        bool isWatch = path.Contains("watch=1", StringComparison.Ordinal);
        if (isWatch && IsImpatient) path += "&timeoutSeconds=1";
        if (isWatch && IsForgetful) path = Version().Replace(path, "resourceVersion=1");
        HttpListenerResponse response = context.Response;
        _open[response] = 0;
        try
        {
            using HttpResponseMessage answer =
                await _server.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            response.StatusCode = (int)answer.StatusCode;
            response.SendChunked = true;
            bool isGone = await CopyAsync(await answer.Content.ReadAsStreamAsync(), response.OutputStream);
            if (isWatch) Interlocked.Increment(ref _ended);
            if (isWatch && (isGone || answer.StatusCode == HttpStatusCode.Gone)) Interlocked.Increment(ref _gone);
            response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException
            or ObjectDisposedException or HttpRequestException or InvalidOperationException)
        {
            Abort(response);
        }
        finally
        {
            _open.TryRemove(response, out _);
        }
    }

    /// <summary>Copies a stream as it comes.</summary>
    /// <returns>Whether it said that the version is gone.</returns>
    private static async Task<bool> CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[16384];
        bool isGone = false;
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            isGone |= Encoding.UTF8.GetString(buffer, 0, read).Contains("\"code\":410", StringComparison.Ordinal);
            await to.WriteAsync(buffer.AsMemory(0, read));
            await to.FlushAsync();
        }

        return isGone;
    }

    private static void Abort(HttpListenerResponse response)
    {
        try
        {
            response.Abort();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    [GeneratedRegex(@"resourceVersion=\d+")]
    private static partial Regex Version();
}

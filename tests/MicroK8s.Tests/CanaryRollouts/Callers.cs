using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.CanaryRollouts;

/// <summary>Callers of a port of the test cluster's node, each request on a connection of its own, until disposal.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private const int Number = 4;

    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _callers;
    private int _sent;

    public Callers(int port)
    {
        var address = new Uri($"http://10.213.0.1:{port}/");
        _callers = [.. Enumerable.Range(0, Number).Select(_ => Task.Run(() => CallAsync(address)))];
    }

    /// <summary>How many requests were answered, whatever the answer.</summary>
    public int Sent => _sent;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_callers);
        _end.Dispose();
    }

    private async Task CallAsync(Uri address)
    {
        using HttpClient http = ClusterHttp.PerConnection();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(address, _end.Token);
                Interlocked.Increment(ref _sent);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // A pod that goes, or the end.
            }
        }
    }
}

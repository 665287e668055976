using System.Collections.Concurrent;

namespace MicroK8s.Tests;

/// <summary>
/// A loopback server with a few objects that holds its answer to the first write until it is told to go on.
/// </summary>
internal sealed class HeldServer : IDisposable
{
    private readonly ConcurrentQueue<string> _writes = new();
    private readonly ManualResetEventSlim _isBegun = new();
    private readonly ManualResetEventSlim _mayGoOn = new();
    private readonly BlockingCollection<string> _done = [];
    private readonly Func<string, string?> _read;
    private readonly RawServer _server;

    /// <param name="read">What is at a path; null for nothing.</param>
    public HeldServer(Func<string, string?> read)
    {
        _read = read;
        _server = RawServer.OfJson(Answer);
    }

    public string Address => _server.Address;

    public WaitHandle IsBegun => _isBegun.WaitHandle;

    public IReadOnlyCollection<string> Writes => _writes;

    /// <summary>Answers the first write, and waits until as many were made.</summary>
    public void GoOnUntil(int writes)
    {
        _mayGoOn.Set();
        for (int i = 0; i < writes; i++)
        {
            Assert.True(_done.TryTake(out _, Patience.Long), $"Only these were written: {string.Join(", ", _writes)}");
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _isBegun.Dispose();
        _mayGoOn.Dispose();
        _done.Dispose();
    }

    private (int Status, string Body) Answer(RawRequest request)
    {
        string path = request.Path;
        string body = request.Body;
        if (request.Method == "GET" && path == "/version") return (200, """{"gitVersion":"v1.20.2"}""");
        bool isTried = request.Query("dryRun") is not null || body.Contains("\"dryRun\"", StringComparison.Ordinal);
        if (request.Method != "GET" && !isTried) Hold($"{request.Method} {path}");
        string? found = _read(path);

        // Whatever else it has, it has no more kinds than the test says.
        bool isDiscovery = path.Split('/') is ["", "api", _] or ["", "apis", _, _];
        if (isDiscovery && found?.Contains("\"resources\"", StringComparison.Ordinal) != true) found = """{"resources":[]}""";
        return found is not null ? (200, found) : (404, """{"kind":"Status","code":404,"reason":"NotFound"}""");
    }

    private void Hold(string write)
    {
        _writes.Enqueue(write);
        _isBegun.Set();
        _mayGoOn.Wait();
        _done.Add(write);
    }
}

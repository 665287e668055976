using System.Text;
using CsCheck;
using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Fuzz;

/// <summary>The lines of a watch, after a list that is as it should be.</summary>
internal sealed class WatchTarget : FuzzTarget
{
    private static readonly byte[] List = Encoding.ASCII.GetBytes(
        """{"kind":"PodList","metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a","uid":"1"}}]}""");

    private readonly AnswerServer _server;
    private readonly IClusterSession _session;
    private byte[] _answer = [];
    private CancellationTokenSource _end = new();

    public WatchTarget()
    {
        _server = new AnswerServer(request => Answer(IsWatch(request) ? _answer : List));

        // What comes after the watch is the next list, after a pause; there is nothing left to see.
        _server.Answered = request =>
        {
            if (IsWatch(request)) _end.Cancel();
        };
        _session = LoopbackSession.Open(_server.Address);
    }

    public override string Name => "watch";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds)
    {
        byte[][] lines = [.. seeds.SelectMany(seed => Encoding.UTF8.GetString(seed).Split('\n')).Select(Encoding.UTF8.GetBytes)];
        return JsonMutator.Of(lines).Array[1, 5].Select(changed =>
            changed.SelectMany(line => line.Append((byte)'\n')).ToArray());
    }

    public override async Task RunAsync(byte[] input)
    {
        _answer = input;
        using var end = new CancellationTokenSource();
        _end = end;
        try
        {
            var query = new ResourceQuery(ResourceTypes.Pod, "shop");
            await foreach (WatchEvent change in _session.Resources.WatchAsync(query, end.Token).ConfigureAwait(false))
            {
                _ = $"{change.Kind} {change.Item} {change.Item?.Uid} {change.Item?.ResourceVersion}";
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watch has been read.
        }
    }

    public override void Dispose()
    {
        _session.Dispose();
        _server.Dispose();
        _end.Dispose();
        base.Dispose();
    }

    private static bool IsWatch(string request) => request.Contains("watch=1", StringComparison.Ordinal);

    private static byte[] Answer(byte[] body) => [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. body];
}

using System.Collections.Concurrent;
using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>Notes when the containers of a workload are first seen to wait for each reason, in each message.</summary>
internal sealed class WaitingWatch : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<(string Reason, string Message), DateTimeOffset> _seen = new();

    public WaitingWatch(string namespaceName, string app) => _ = RunAsync(
        new ResourceQuery(ResourceTypes.Pod, namespaceName) { LabelSelector = $"app={app}" });

    public IReadOnlyDictionary<(string Reason, string Message), DateTimeOffset> Seen => _seen;

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync(ResourceQuery query)
    {
        try
        {
            await foreach (WatchEvent change in TestCluster.Admin.Resources.WatchAsync(query, _end.Token))
            {
                if (change.Item is not { } pod) continue;
                foreach (JsonElement status in pod.Json.Items("status", "containerStatuses"))
                {
                    if (status.Text("state", "waiting", "reason") is not { } reason) continue;
                    string message = status.Text("state", "waiting", "message") ?? "";
                    _seen.TryAdd((reason, message), DateTimeOffset.UtcNow);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The case is over.
        }
    }
}

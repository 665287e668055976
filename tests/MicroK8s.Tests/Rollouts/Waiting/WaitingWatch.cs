using System.Collections.Concurrent;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Rollouts.Waiting;

/// <summary>Notes when the containers of a workload are first seen to wait for each reason.</summary>
internal sealed class WaitingWatch : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public WaitingWatch(string namespaceName, string app) => _ = RunAsync(
        new ResourceQuery(ResourceTypes.Pod, namespaceName) { LabelSelector = $"app={app}" });

    public IReadOnlyDictionary<string, DateTimeOffset> Seen => _seen;

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task RunAsync(ResourceQuery query)
    {
        try
        {
            await foreach (ResourceChange change in TestCluster.Admin.Resources.WatchAsync(query, _end.Token))
            {
                if (change.Item is not { } pod) continue;
                foreach (string? reason in pod.Json.Items("status", "containerStatuses")
                    .Select(status => status.Text("state", "waiting", "reason")))
                {
                    if (reason is not null) _seen.TryAdd(reason, DateTimeOffset.UtcNow);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The case is over.
        }
    }
}

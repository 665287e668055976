using System.Collections.Concurrent;
using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Waiting;

/// <summary>
/// Notes when the containers of a workload are first seen in each state: that they wait for a reason, with its message,
/// or that they run or have ended, with the times that the kubelet gives.
/// </summary>
internal sealed class WaitingWatch : IDisposable
{
    private const string Running = "running";

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<(string Reason, string Message), DateTimeOffset> _seen = new();

    public WaitingWatch(string namespaceName, string app) => _ = RunAsync(
        new ResourceQuery(ResourceTypes.Pod, namespaceName) { LabelSelector = $"app={app}" });

    public IReadOnlyDictionary<(string Reason, string Message), DateTimeOffset> Seen => _seen;

    /// <summary>
    /// For how long a container had been reported to run by a time: from that report to the next one about it, or to the
    /// time. Null if it was not seen running.
    /// </summary>
    public TimeSpan? ReportedRun(DateTimeOffset until)
    {
        DateTimeOffset? start = _seen.Where(one => one.Key.Reason == Running).Min(one => (DateTimeOffset?)one.Value);
        return _seen.Values.Where(time => time > start).Append(until).Min() - start;
    }

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
                    _seen.TryAdd(StateOf(status), DateTimeOffset.UtcNow);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The case is over.
        }
    }

    private static (string Reason, string Message) StateOf(JsonElement status)
    {
        if (status.Text("state", "running", "startedAt") is { } start) return (Running, $"since {start}");
        if (status.Text("state", "terminated", "finishedAt") is { } end) return ("terminated", $"at {end}");
        return (status.Text("state", "waiting", "reason") ?? "", status.Text("state", "waiting", "message") ?? "");
    }
}

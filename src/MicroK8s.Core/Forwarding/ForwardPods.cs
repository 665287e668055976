using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Forwarding;

/// <summary>Knows by a watch which pod the next connection goes to: the same as long as it is ready.</summary>
internal sealed class ForwardPods(IResources resources, KubeObject workload)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, KubeObject> _ready = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KubeObject? _current;

    /// <summary>The pod of the next connection. Null if none is ready.</summary>
    public KubeObject? Current
    {
        get { lock (_gate) return _current; }
    }

    /// <summary>Watches until the token ends it; tells when the first list is complete.</summary>
    /// <exception cref="ClusterException">
    /// AccessDenied (<c>list</c>, <c>watch pods</c>), Unreachable at the start.
    /// </exception>
    public async Task RunAsync(TaskCompletionSource synced, CancellationToken cancellationToken)
    {
        ResourceQuery query = WorkloadPods.Query(workload);
        await foreach (WatchEvent change in resources.WatchAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (change.Item is not { } pod) synced.TrySetResult();
            else if (WorkloadPods.Owns(workload, pod)) Take(pod, change.Kind == WatchEventKind.Changed);
        }
    }

    /// <summary>The pod for a connection, as soon as one is ready. Null if none is in time.</summary>
    /// <param name="failed">Uids of pods that were tried.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<KubeObject?> WaitAsync(
        IReadOnlySet<string> failed, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timeOut = Task.Delay(limit, clock, timer.Token);
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (_current is not null && !failed.Contains(_current.Uid)) return _current;
                    if (Oldest(pod => !failed.Contains(pod.Uid)) is { } other) return other;
                    changed = _changed.Task;
                }

                Task ended = await Task.WhenAny(changed, timeOut).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (ended == timeOut) return null;
            }
        }
        finally
        {
            await timer.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Take(KubeObject pod, bool isThere)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (isThere && WorkloadPods.IsReady(pod)) _ready[pod.Uid] = pod;
            else _ready.Remove(pod.Uid);
            _current = _current is not null && _ready.TryGetValue(_current.Uid, out KubeObject? same)
                ? same
                : Oldest(_ => true);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private KubeObject? Oldest(Func<KubeObject, bool> rule) => _ready.Values.Where(rule)
        .OrderBy(pod => pod.Created).ThenBy(pod => pod.Name, StringComparer.Ordinal).FirstOrDefault();
}

using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Logs;

/// <summary>Follows the pods of one microservice, by a watch.</summary>
internal sealed class ServiceFollow(
    LogTarget target, LogRequest request, ChannelWriter<LogLine> output, IProgress<LogNotice> notices,
    TimeProvider clock) : IAsyncDisposable
{
    private readonly Dictionary<string, KubeObject> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Uid, string Container), ContainerFollow> _followed = [];
    private readonly Dictionary<(string Uid, string Container), LogSource> _known = [];
    private readonly List<Task> _running = [];
    private IAsyncEnumerator<WatchEvent>? _changes;
    private CancellationTokenSource? _watching;
    private volatile bool _isDeleted;

    /// <summary>The containers that were there at the start.</summary>
    public IEnumerable<(LogSource, LogContainer)> Sources { get; private set; } = [];

    /// <summary>Reads which pods there are, and goes on watching them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ResourceQuery query = WorkloadPods.Query(target.Workload);
        _changes = target.Session.Resources.WatchAsync(query, _watching.Token).GetAsyncEnumerator(_watching.Token);
        while (await _changes.MoveNextAsync().ConfigureAwait(false) && _changes.Current.Item is { } pod) Keep(pod);
        LogFaults.RequireNamed(target, [.. _present.Values], notices);
        Sources = [.. _present.Values.SelectMany(Containers)];
    }

    /// <summary>Follows until the microservice was deleted and its pods are gone.</summary>
    /// <exception cref="ClusterException">AccessDenied.</exception>
    public async Task RunAsync(CancellationTokenSource stop)
    {
        LogRange first = request.Range;
        foreach (KubeObject pod in _present.Values) Show(pod, first, stop);
        Task deletion = WatchDeletionAsync(_watching!.Token);
        try
        {
            while (await _changes!.MoveNextAsync().ConfigureAwait(false)) Understand(_changes.Current, stop);
        }
        catch (OperationCanceledException) when (_isDeleted)
        {
            // All that could still be followed is.
        }

        await Task.WhenAll(_running.Append(deletion)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_changes is not null) await _changes.DisposeAsync().ConfigureAwait(false);
        _watching?.Dispose();
    }

    private void Understand(WatchEvent change, CancellationTokenSource stop)
    {
        if (change is { Kind: WatchEventKind.Changed, Item: { } pod } && Keep(pod)) Show(pod, new LogRange(), stop);
        if (change is { Kind: WatchEventKind.Removed, Item: { } gone } && _present.Remove(gone.Uid))
        {
            foreach (var key in _followed.Keys.Where(key => key.Uid == gone.Uid).ToArray())
            {
                _followed[key].Update(null);
                _followed.Remove(key);
                _known.Remove(key);
            }
        }

        if (_isDeleted && _present.Count == 0) _watching!.Cancel();
    }

    private bool Keep(KubeObject pod)
    {
        bool isOurs = WorkloadPods.Owns(target.Workload, pod) && target.Selection.IsPodWanted(pod.Name);
        if (isOurs) _present[pod.Uid] = pod;
        return isOurs;
    }

    private IEnumerable<(LogSource, LogContainer)> Containers(KubeObject pod) =>
        LogContainer.Of(pod, target.Selection).Select(container => (SourceOf(pod, container), container));

    private LogSource SourceOf(KubeObject pod, LogContainer container)
    {
        (string, string) key = (pod.Uid, container.Name);
        if (!_known.TryGetValue(key, out LogSource? source))
        {
            _known[key] = source = new LogSource(target, pod.Name, container.Name);
        }

        return source;
    }

    private void Show(KubeObject pod, LogRange first, CancellationTokenSource stop)
    {
        foreach ((LogSource source, LogContainer container) in Containers(pod))
        {
            (string, string) key = (pod.Uid, container.Name);
            if (!_followed.TryGetValue(key, out ContainerFollow? follow))
            {
                // What has not begun yet has no last lines: all of them will be new.
                LogRange range = container.HasLog ? first : first with { Tail = null };
                _followed[key] = follow = new ContainerFollow(source, range, output, notices, clock);
                _running.RemoveAll(task => task.IsCompletedSuccessfully);
                _running.Add(RunAsync(follow, stop));
            }

            follow.Update(container);
        }
    }

    /// <summary>A container that may not be read ends all; otherwise the watch would hide it.</summary>
    private async Task RunAsync(ContainerFollow follow, CancellationTokenSource stop)
    {
        try
        {
            await follow.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            output.TryComplete(exception);
            throw;
        }
    }

    /// <summary>Learns that the workload was deleted: then no new pod will come.</summary>
    private async Task WatchDeletionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var query = ResourceQuery.For(WorkloadKinds.RefOf(target.Workload));
            IAsyncEnumerable<WatchEvent> changes = target.Session.Resources.WatchAsync(query, cancellationToken);
            bool isThere = false;
            await foreach (WatchEvent change in changes.ConfigureAwait(false))
            {
                isThere |= change.Item?.Uid == target.Workload.Uid;
                bool isGone = change.Kind == WatchEventKind.Removed && change.Item!.Uid == target.Workload.Uid;
                if (isGone || (change.Kind == WatchEventKind.Synced && !isThere)) break;
            }

            _isDeleted = true;
            if (_present.Count == 0) await _watching!.CancelAsync().ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            // Who may not watch workloads follows until the end of the day.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing is followed any longer.
        }
    }
}

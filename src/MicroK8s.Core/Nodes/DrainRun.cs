using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Nodes;

/// <summary>
/// Drains one node: cordons it, evicts its pods, and waits until a watch says that they are gone. What it finds after
/// the cordon counts, so that running it again continues where it ended.
/// </summary>
public sealed class DrainRun
{
    private readonly IClusterSession _session;
    private readonly DrainPlan _plan;
    private readonly TimeProvider _time;
    private readonly DaemonSetLookup _owners;
    private readonly BudgetWatches _budgets;
    private readonly PodEviction _eviction;
    private readonly object _gate = new();
    private readonly Dictionary<string, DrainTarget> _targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _causes = new(StringComparer.Ordinal);
    private readonly List<Task> _work = [];
    private readonly Channel<Action> _queue = Channel.CreateUnbounded<Action>();
    private readonly List<DrainVerdict> _refused = [];
    private bool _isCordoned;
    private bool _hasTimedOut;
    private bool _isSynced;
    private ClusterException? _fault;

    /// <summary>Makes a run; nothing is written yet.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="time">The clock.</param>
    public DrainRun(IClusterSession session, DrainPlan plan, TimeProvider time)
    {
        (_session, _plan, _time) = (session, plan, time);
        _owners = new DaemonSetLookup(session.Resources);
        _budgets = new BudgetWatches(session);
        _eviction = new PodEviction(session, _budgets, plan.Options, time);
        _isCordoned = NodeScheduling.IsSuspended(plan.Node);
    }

    private string Node => _plan.Node.Name;

    /// <summary>What there is if it is stopped now, in one sentence for people. Thread-safe.</summary>
    public string Remains
    {
        get
        {
            lock (_gate)
            {
                int gone = _targets.Values.Count(target => target.IsGone);
                string[] left = [.. _targets.Values.Where(target => !target.IsGone).Select(target => target.Name)];
                string pods = left.Length == 0 ? "" : $", {left.Length} remain ({string.Join(", ", left)})";
                return _isCordoned
                    ? $"Stopped: node {Node} stays cordoned; {gone} pods were evicted so far{pods}. Run "
                        + $"Invoke-NodeDrain {Node} again to continue, or Resume-NodeScheduling {Node}."
                    : $"Stopped: node {Node} is being cordoned, and no pod was evicted. Resume-NodeScheduling {Node} "
                        + "takes that back.";
            }
        }
    }

    /// <summary>Drains it.</summary>
    /// <param name="events">What happens, as it happens. It is not completed.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Stops it; evictions that were sent are made all the same.</param>
    /// <exception cref="ClusterException">
    /// DrainBlocked, RolloutTimeout: pods remain, and the message says which and why. Conflict, AccessDenied: the node
    /// was not cordoned, or its pods cannot be watched.
    /// </exception>
    public async Task RunAsync(ChannelWriter<DrainEvent> events, WaitLimit limit, CancellationToken cancellationToken)
    {
        ObjectUpdate cordon = NodeScheduling.Plan(_plan.Node, suspended: true);
        if (!cordon.IsEmpty)
        {
            await ChangeSetRun.ApplyAsync(_session.Resources, [cordon]).ConfigureAwait(false);
        }

        lock (_gate) _isCordoned = true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var clock = new CancellationTokenSource(limit.Left, _time);
        using CancellationTokenRegistration ends = clock.Token.Register(() => _queue.Writer.TryWrite(GiveUp));
        _work.Add(WatchAsync(events, end.Token));
        try
        {
            while (!IsOver)
            {
                (await _queue.Reader.ReadAsync(end.Token).ConfigureAwait(false))();
            }
        }
        finally
        {
            // A request that was sent is not taken back: its answer needs the session.
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(Snapshot()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Conclude(limit);

        // The reader of the queue is the only one that runs these.
        void GiveUp()
        {
            _hasTimedOut = true;
            foreach (DrainTarget target in Targets().Where(target => !target.IsOver)) Block(events, target);
        }
    }

    private bool IsOver => _fault is not null || _hasTimedOut
        || (_isSynced && Targets().All(target => target.IsOver));

    private Task[] Snapshot()
    {
        lock (_gate) return [.. _work, .. _budgets.Running];
    }

    private DrainTarget[] Targets()
    {
        lock (_gate) return [.. _targets.Values];
    }

    private async Task WatchAsync(ChannelWriter<DrainEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            ResourceQuery query = NodePods.QueryOf(Node) with { LabelSelector = _plan.Options.PodSelector };
            await foreach (WatchEvent change in _session.Resources.WatchAsync(query, cancellationToken)
                .ConfigureAwait(false))
            {
                DrainVerdict? verdict = change.Kind == WatchEventKind.Changed
                    ? DrainRules.Judge(
                        change.Item!,
                        await _owners.ExistsAsync(change.Item!, cancellationToken).ConfigureAwait(false),
                        _plan.Options)
                    : null;
                _queue.Writer.TryWrite(() => Take(change, verdict, events, cancellationToken));
            }
        }
        catch (ClusterException exception)
        {
            _queue.Writer.TryWrite(() => _fault = exception);
        }
    }

    /// <summary>A change of a pod; what the verdict is when it is first seen counts.</summary>
    private void Take(
        WatchEvent change, DrainVerdict? verdict, ChannelWriter<DrainEvent> events, CancellationToken cancellationToken)
    {
        switch (change.Kind)
        {
            case WatchEventKind.Synced:
                _isSynced = true;
                break;
            case WatchEventKind.Removed when _targets.GetValueOrDefault(change.Item!.Uid) is { IsOver: false } target:
                Finish(
                    events, target, target.IsAsked ? DrainOutcome.Evicted : DrainOutcome.Gone,
                    target.IsAsked || target.Verdict.Action == DrainAction.Wait
                        ? target.Verdict.Reason
                        : "was deleted by others");
                break;
            case WatchEventKind.Changed when _targets.GetValueOrDefault(change.Item!.Uid) is { } known:
                known.Pod = change.Item;
                break;
            case WatchEventKind.Changed:
                Begin(verdict!, events, cancellationToken);
                break;
        }
    }

    private void Begin(DrainVerdict verdict, ChannelWriter<DrainEvent> events, CancellationToken cancellationToken)
    {
        var target = new DrainTarget(verdict, _time.GetTimestamp());
        switch (verdict.Action)
        {
            case DrainAction.Skip:
                // Its changes are told too, and each pod is told once.
                if (_causes.Add(verdict.Pod.Uid)) Tell(events, target, DrainOutcome.Skipped, verdict.Reason);
                return;
            case DrainAction.Refuse:
                // It came between the plan and the cordon.
                if (!_causes.Add(verdict.Pod.Uid)) return;
                _refused.Add(verdict);
                Tell(events, target, DrainOutcome.Blocked, $"{verdict.Reason}; {verdict.Parameter} would evict it");
                return;
        }

        lock (_gate)
        {
            _targets[verdict.Pod.Uid] = target;
            if (verdict.Action == DrainAction.Evict) _work.Add(EvictAsync(target, events, cancellationToken));
        }
    }

    private async Task EvictAsync(
        DrainTarget target, ChannelWriter<DrainEvent> events, CancellationToken cancellationToken)
    {
        string? why;
        try
        {
            why = await _eviction.RunAsync(target, Waits, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            why = exception.Message.TrimEnd('.');
        }

        // Otherwise the watch says when it is gone.
        if (why is not null) _queue.Writer.TryWrite(() => Finish(events, target, DrainOutcome.Failed, why));

        void Waits(string cause, string reason) => _queue.Writer.TryWrite(() => Wait(target, cause, reason, events));
    }

    private void Wait(DrainTarget target, string cause, string why, ChannelWriter<DrainEvent> events)
    {
        target.Obstacle = why;
        if (_causes.Add(cause))
        {
            events.TryWrite(new DrainEvent.Waiting($"Node {Node}: Pod {target.Name} has to wait: {why}."));
        }
    }

    private void Block(ChannelWriter<DrainEvent> events, DrainTarget target) =>
        Finish(events, target, DrainOutcome.Blocked, target.WhyItStays);

    private void Finish(ChannelWriter<DrainEvent> events, DrainTarget target, DrainOutcome outcome, string? reason)
    {
        if (target.IsOver) return;
        (target.Outcome, target.Why) = (outcome, reason);
        Tell(events, target, outcome, reason);
    }

    private void Tell(ChannelWriter<DrainEvent> events, DrainTarget target, DrainOutcome outcome, string? reason)
    {
        KubeObject pod = target.Pod;
        TimeSpan took = outcome == DrainOutcome.Skipped ? TimeSpan.Zero : _time.GetElapsedTime(target.Start);
        DrainTarget[] all = Targets();
        events.TryWrite(new DrainEvent.PodOver(
            new DrainedPod(Node, pod.Namespace ?? "", pod.Name, outcome, reason, took),
            all.Count(one => one.IsGone), all.Length));
    }

    /// <summary>The error of what remains.</summary>
    private void Conclude(WaitLimit limit)
    {
        string again = $"Invoke-NodeDrain {Node}";
        if (_fault is not null)
        {
            throw new ClusterException(
                _fault.Fault, $"Node {Node} is cordoned, but its pods cannot be watched: {_fault.Message}", Node,
                $"Fix the cause and run {again} again, or Resume-NodeScheduling {Node}.", _fault);
        }

        DrainTarget[] left = [.. Targets().Where(target => !target.IsGone)];
        if (left.Length + _refused.Count == 0 && !_hasTimedOut) return;
        string pods = string.Join("; ", left.Select(target => $"{target.Name}: {target.Why}")
            .Concat(_refused.Select(verdict => $"{verdict.Pod.Namespace}/{verdict.Pod.Name}: {verdict.Reason}")));
        string what = $"Node {Node} is cordoned, but not drained"
            + (_hasTimedOut ? $" within {limit}" : "") + (pods.Length == 0 ? "." : $": {pods}.");
        throw new ClusterException(
            _hasTimedOut ? ClusterFault.RolloutTimeout : ClusterFault.DrainBlocked, what, Node,
            $"Fix the cause and run {again} again, or Resume-NodeScheduling {Node}.");
    }
}

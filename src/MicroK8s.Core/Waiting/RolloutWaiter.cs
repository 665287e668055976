using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>One wait: judges after every change, and again when time alone makes something certain.</summary>
internal sealed class RolloutWaiter(
    IClusterSession session, KubeObject baseline, WaitLimit timeout, IProgress<RolloutProgress> progress,
    TimeProvider clock)
{
    /// <summary>
    /// News that are taken in between two looks at the time: a start of some thousand pods is judged a few times.
    /// </summary>
    internal const int MostNews = 1000;

    /// <summary>The longest time between two looks while a pod settles: a standstill must be noticed.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>A timer that fires this late shows that the machine stood still; load alone delays it less.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    private readonly RolloutCache _cache = new(baseline);
    private readonly FailureDoubleCheck _check = new(session, baseline);
    private readonly long _start = clock.GetTimestamp();
    private RolloutProgress? _told;
    private DateTimeOffset _knock = DateTimeOffset.MaxValue;
    private DateTimeOffset _listeningSince;

    /// <summary>Reads changes until the rollout is done.</summary>
    /// <returns>The workload as it was when it was done.</returns>
    public async Task<KubeObject> ReadAsync(Channel<WaitSignal> changes, CancellationToken cancellationToken)
    {
        // The timer only knocks: what to make of the time is for the rules to say.
        ITimer timer = clock.CreateTimer(
            _ => changes.Writer.TryWrite(WaitSignal.JudgeAgain), null, timeout.Left, Timeout.InfiniteTimeSpan);
        await using var timerScope = timer.ConfigureAwait(false);
        while (true)
        {
            await changes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
            for (int read = 0; read < MostNews && changes.Reader.TryRead(out WaitSignal? signal); read++)
            {
                if (signal is WatchedEvent watched) _cache.Apply(watched, clock.GetUtcNow());
            }

            DateTimeOffset now = clock.GetUtcNow();
            if (now - _knock > Standstill) _listeningSince = now;
            RolloutSnapshot snapshot =
                _check.AddTo(_cache.Snapshot(now)) with { ListeningSince = _listeningSince };
            switch (Judge(snapshot))
            {
                case RolloutVerdict.Done:
                    return snapshot.Workload!;
                case RolloutVerdict.Failed failed:
                    if (!await IsDoubtfulAsync(failed, cancellationToken).ConfigureAwait(false))
                    {
                        throw await RolloutReport.MakeAsync(
                            session, baseline, failed, Elapsed, timeout.Left - Elapsed, clock, cancellationToken)
                            .ConfigureAwait(false);
                    }

                    changes.Writer.TryWrite(WaitSignal.JudgeAgain);
                    break;
                case RolloutVerdict.Waiting waiting:
                    _cache.Remember(waiting.Suspicions, snapshot.Now);
                    TimeSpan next = UntilNext(waiting, snapshot.Now);
                    _knock = clock.GetUtcNow() + next;
                    timer.Change(next, Timeout.InfiniteTimeSpan);
                    Tell(snapshot, waiting.Message);
                    break;
            }
        }
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(_start);

    private RolloutVerdict Judge(RolloutSnapshot snapshot)
    {
        // Without every watch's first report a cause might be taken for absent, or the workload for deleted.
        RolloutVerdict verdict = _cache.IsComplete
            ? RolloutRules.Judge(snapshot)
            : new RolloutVerdict.Waiting("reading the state of the rollout");
        return verdict is RolloutVerdict.Waiting && Elapsed >= timeout.Left
            ? RolloutRules.TimedOut(snapshot, timeout)
            : verdict;
    }

    private async Task<bool> IsDoubtfulAsync(RolloutVerdict.Failed failed, CancellationToken cancellationToken)
    {
        TimeSpan left = timeout.Left - Elapsed;
        if (left <= TimeSpan.Zero || failed.Cause is not { } cause) return false;
        using var limit = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _check.RaiseAsync(cause, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The cause is known; a server that does not answer any more must not hold it back.
            return false;
        }
    }

    private TimeSpan UntilNext(RolloutVerdict.Waiting waiting, DateTimeOffset now)
    {
        TimeSpan left = timeout.Left - Elapsed;
        TimeSpan next = waiting.JudgeAgainAt - now ?? left;
        if (next > Tick && waiting.Suspicions.Any(cause => cause.IsSettling)) next = Tick;

        // A knock that comes a moment early leads here again, so it must not be asked for at once.
        TimeSpan first = next < left ? next : left;
        return (first > TimeSpan.Zero ? first : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1);
    }

    private void Tell(RolloutSnapshot snapshot, string message)
    {
        if (snapshot.Workload is null) return;
        RolloutProgress now = RolloutProgressRules.Of(snapshot, message, Elapsed);
        if (_told is not null && now == _told with { Elapsed = now.Elapsed }) return;
        _told = now;
        progress.Report(now);
    }
}

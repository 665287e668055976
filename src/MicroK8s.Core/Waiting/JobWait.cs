using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>Waits for a Job until it is complete or certain to fail.</summary>
public static class JobWait
{
    /// <summary>Changes that are read at once.</summary>
    private const int MostNews = 100;

    /// <summary>Waits for a Job.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="job">The Job as a write returned it.</param>
    /// <param name="timeout">After this, <see cref="ClusterFault.RolloutTimeout"/>.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The Job as it was when it was complete.</returns>
    /// <exception cref="ClusterException">
    /// JobFailed, ImagePullFailed, ConfigMissing, RolloutPaused, WorkloadDeleted, RolloutTimeout, with a
    /// <see cref="RolloutFailure"/> as target.
    /// </exception>
    public static async Task<KubeObject> RunAsync(
        IClusterSession session, KubeObject job, WaitLimit timeout, IProgress<RolloutProgress> progress,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        var changes = Channel.CreateBounded<WaitSignal>(
            new BoundedChannelOptions(MostNews) { SingleReader = true });
        var end = new CancellationTokenSource();
        ITimer timer = clock.CreateTimer(
            _ => changes.Writer.TryWrite(WaitSignal.JudgeAgain), null, timeout.Left, Timeout.InfiniteTimeSpan);
        await using var timerScope = timer.ConfigureAwait(false);
        _ = RolloutWatches.RunAsync(
            session.Resources,
            [ResourceQuery.For(new ResourceRef(ResourceTypes.Job, job.Namespace, job.Name)), WorkloadPods.Query(job)],
            changes.Writer, end.Token);
        try
        {
            var pods = new Dictionary<string, KubeObject>(StringComparer.Ordinal);
            bool arePodsKnown = false;
            KubeObject? now = job;
            await foreach (WaitSignal signal in
                changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (signal is WatchedEvent { Change: var change })
                {
                    if (change.Type == ResourceTypes.Pod) arePodsKnown |= Apply(pods, change);
                    else if (change.Kind == WatchEventKind.Removed) now = null;
                    else now = change.Item ?? now;
                }

                TimeSpan elapsed = clock.GetElapsedTime(start);
                RolloutVerdict verdict =
                    JobRules.Judge(job, now, arePodsKnown ? [.. pods.Values] : null, clock.GetUtcNow());
                if (verdict is RolloutVerdict.Done) return now!;
                if (verdict is RolloutVerdict.Waiting waiting)
                {
                    if (elapsed < timeout.Left)
                    {
                        progress.Report(Progress(now!, waiting.Message, elapsed));
                        continue;
                    }

                    verdict = JobRules.TooLate(job, waiting, $"{timeout}");
                }

                if (verdict is RolloutVerdict.Failed { Fault: ClusterFault.JobFailed, Cause: null } bare)
                {
                    verdict = await ExplainAsync(
                        session, now!, bare, RolloutReport.PatienceFor(timeout.Left - elapsed), clock,
                        cancellationToken).ConfigureAwait(false);
                }

                throw await RolloutReport.MakeAsync(
                    session, job, (RolloutVerdict.Failed)verdict, elapsed, timeout.Left - elapsed, clock,
                    cancellationToken).ConfigureAwait(false);
            }

            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            // In the background: nobody, least of all Ctrl+C, has to wait until the streams are closed.
            _ = end.CancelAsync();
        }
    }

    /// <summary>
    /// The same verdict with the pod that failed. The Job's last event may arrive before those of its pods, which come
    /// from another watch; a list read now is newer than that event.
    /// </summary>
    private static async Task<RolloutVerdict> ExplainAsync(
        IClusterSession session, KubeObject job, RolloutVerdict.Failed bare, TimeSpan patience, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            IReadOnlyList<KubeObject> pods = await session.Resources.ReadAllAsync(
                WorkloadPods.Query(job), either.Token).ConfigureAwait(false);
            return JobRules.Judge(job, job, pods, clock.GetUtcNow());
        }
        catch (Exception exception) when (exception is ClusterException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The failure is certain; only its cause stays unknown.
            return bare;
        }
    }

    /// <summary>Whether all pods are known from now on.</summary>
    private static bool Apply(Dictionary<string, KubeObject> pods, WatchEvent change)
    {
        if (change.Item is not { } pod) return true;
        if (change.Kind == WatchEventKind.Removed) pods.Remove(pod.Uid);
        else pods[pod.Uid] = pod;
        return false;
    }

    private static RolloutProgress Progress(KubeObject job, string message, TimeSpan elapsed)
    {
        int succeeded = job.Json.Count("status", "succeeded");
        return new RolloutProgress(
            job.Json.Number("spec", "completions") ?? 1, succeeded + job.Json.Count("status", "active"), succeeded,
            message, elapsed);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>Makes the error of a rollout that failed: the evidence, with the end of the log.</summary>
internal static class RolloutReport
{
    private const int LogLines = 10;

    /// <summary>A node that hangs must not hold the error back.</summary>
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(3);

    /// <summary>After the time-out, so short that the error with its cause is still in time.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(700);

    /// <summary>How long one more request for evidence may take.</summary>
    /// <param name="left">What is left of the time-out; less than nothing after it.</param>
    public static TimeSpan PatienceFor(TimeSpan left) =>
        TimeSpan.FromTicks(Math.Clamp(left.Ticks, LeastPatience.Ticks, MostPatience.Ticks));

    /// <param name="session">The cluster.</param>
    /// <param name="workload">What was waited for.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="elapsed">How long it was waited for.</param>
    /// <param name="left">What is left of the time-out; less than nothing after it.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<ClusterException> MakeAsync(
        IClusterSession session, KubeObject workload, RolloutVerdict.Failed verdict, TimeSpan elapsed, TimeSpan left,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> log = verdict.Cause is { Log: not RolloutLog.None } cause
            ? await ReadLogAsync(session, workload, cause, PatienceFor(left), clock, cancellationToken)
                .ConfigureAwait(false)
            : [];
        string message = log is [.., var last]
            ? $"{verdict.Message} Its log ends with \"{last}\"."
            : verdict.Message;
        var failure = new RolloutFailure(verdict.Fault, workload.ToString(), verdict.Message)
        {
            Pod = verdict.Cause?.Pod,
            Container = verdict.Cause?.Container,
            Image = verdict.Cause?.Image,
            ExitCode = verdict.Cause?.ExitCode,
            Restarts = verdict.Cause?.Restarts ?? 0,
            Log = log,
            Event = verdict.Cause?.Event,
            Elapsed = elapsed,
        };
        string? advice = log.Count > 0 ? $"{RolloutAdvice.LogHint} {verdict.Advice}".TrimEnd() : verdict.Advice;
        return new ClusterException(verdict.Fault, message, failure, advice);
    }

    private static async Task<IReadOnlyList<string>> ReadLogAsync(
        IClusterSession session, KubeObject workload, RolloutCause cause, TimeSpan gracePeriod, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(gracePeriod, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            IReadOnlyList<string> lines = await session.Logs.TailAsync(
                workload.Namespace!, cause.Pod!, cause.Container!, cause.Log == RolloutLog.Previous, LogLines,
                either.Token).ConfigureAwait(false);
            return [.. lines.Select(UntrustedText.Quote)];
        }
        catch (Exception exception) when (exception is ClusterException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The cause is known without it: no rights, or a node that does not answer.
            return [];
        }
    }
}

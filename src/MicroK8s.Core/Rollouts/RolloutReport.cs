using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>Makes the error of a rollout that failed: the evidence, with the end of the log.</summary>
internal static class RolloutReport
{
    private const int LogLines = 10;

    /// <summary>A node that hangs must not hold the error back.</summary>
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(3);

    public static async Task<ClusterException> MakeAsync(
        IClusterSession session, KubeObject workload, RolloutVerdict.Failed verdict, TimeSpan elapsed,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> log = verdict.Cause is { Log: not RolloutLog.None } cause
            ? await ReadLogAsync(session, workload, cause, clock, cancellationToken).ConfigureAwait(false)
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
        IClusterSession session, KubeObject workload, RolloutCause cause, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LogPatience, clock);
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

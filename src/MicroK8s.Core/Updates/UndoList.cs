using MicroK8s.Errors;

namespace MicroK8s.Updates;

/// <summary>How to take back what several writes have made so far, the last one first.</summary>
public sealed class UndoList
{
    /// <summary>An undo outlives a stop of the caller, but not without end.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private readonly Stack<(string What, Func<CancellationToken, Task> Undo)> _steps = new();

    /// <summary>Whether there is nothing to take back.</summary>
    public bool IsEmpty => _steps.Count == 0;

    /// <summary>Notes one thing that was made.</summary>
    /// <param name="what">What it is, as the end of "These remain:".</param>
    /// <param name="undo">Takes it back.</param>
    public void Add(string what, Func<CancellationToken, Task> undo) => _steps.Push((what, undo));

    /// <summary>Takes everything back.</summary>
    /// <param name="cause">Why.</param>
    /// <returns>The fault to report: the cause if nothing remains, else PartialFailure, which says what does.</returns>
    public async Task<ClusterException> RunAsync(ClusterException cause)
    {
        var remains = new List<string>();
        bool any = !IsEmpty;
        using var limit = new CancellationTokenSource(Budget);
        while (_steps.TryPop(out (string What, Func<CancellationToken, Task> Undo) step))
        {
            try
            {
                await step.Undo(limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
            {
                remains.Add($"{step.What} ({exception.Message.TrimEnd('.')})");
            }
        }

        if (!any) return cause;
        return remains.Count == 0
            ? new ClusterException(
                cause.Fault, $"{cause.Message} What was made before is undone.", cause.Target,
                "Mend the cause, then run the command again.", cause)
            : new ClusterException(
                ClusterFault.PartialFailure,
                $"{cause.Message} These could not be undone and remain: {string.Join("; ", remains)}.",
                cause.Target, cause.Advice, cause);
    }
}

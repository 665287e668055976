using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Logs;

/// <summary>
/// Follows the log of one container over its restarts. A stream that breaks off while the container runs, as a
/// rotation of the file does, is taken up where it ended.
/// </summary>
/// <param name="source">The log.</param>
/// <param name="first">The part to begin with, if nothing was read of it yet.</param>
/// <param name="output">Where the lines go.</param>
/// <param name="notices">Is told what is in the way.</param>
/// <param name="clock">The clock.</param>
internal sealed class ContainerFollow(
    LogSource source, LogRange first, ChannelWriter<LogLine> output, IProgress<LogNotice> notices, TimeProvider clock)
{
    /// <summary>
    /// How long a stream that ended is given to be explained by the pod's status, at first and at most.
    /// </summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly object _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogContainer? _state;
    private bool _isGone;

    /// <summary>Tells the newest state of the container; null when its pod is gone.</summary>
    public void Update(LogContainer? state)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _state = state ?? _state;
            _isGone |= state is null;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>Follows until the pod is gone.</summary>
    /// <exception cref="ClusterException">AccessDenied.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int finished = -1;
        TimeSpan pause = ShortestPause;
        while (await WaitAsync(state => state.HasLog && state.Restarts > finished, null, cancellationToken)
            .ConfigureAwait(false) is { } run)
        {
            if (await CopyAsync(cancellationToken).ConfigureAwait(false)) pause = ShortestPause;
            bool HasEnded(LogContainer state) => !state.IsRunning || state.Restarts > run.Restarts;
            if (await WaitAsync(HasEnded, pause, cancellationToken).ConfigureAwait(false) is not null)
            {
                finished = run.Restarts;
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Copies the stream to its end; whether it had anything new.</summary>
    private async Task<bool> CopyAsync(CancellationToken cancellationToken)
    {
        bool hadLines = false;
        try
        {
            IAsyncEnumerable<LogLine> lines = source.ReadAsync(first with { Follow = true }, cancellationToken);
            await foreach (LogLine line in lines.ConfigureAwait(false))
            {
                hadLines = true;
                await output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ClusterException exception) when (exception.Fault != ClusterFault.AccessDenied)
        {
            notices.Report(new LogNotice($"Taking up the log of {source.Title} again: {exception.Message}"));
        }

        return hadLines;
    }

    /// <summary>
    /// Waits for a state. Null if it did not come in time, or will not come because the pod is gone.
    /// </summary>
    private async Task<LogContainer?> WaitAsync(
        Func<LogContainer, bool> rule, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task timeOut = Task.Delay(limit ?? Timeout.InfiniteTimeSpan, clock, timer.Token);
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (_isGone) return null;
                    if (_state is not null && rule(_state)) return _state;
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
}

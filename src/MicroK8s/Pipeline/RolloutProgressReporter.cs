using System.Management.Automation;
using MicroK8s.Waiting;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Shows a wait: a progress bar for people, and lines for the log of a pipeline agent, which shows no bars and may
/// end a job that stays silent. Made and used on the pipeline thread; told of progress on any thread.
/// </summary>
internal sealed class RolloutProgressReporter : IProgress<RolloutProgress>
{
    /// <summary>How long a log may stay silent.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private static int _lastId;

    private readonly OutputCmdlet _cmdlet;
    private readonly string _activity;
    private readonly SynchronizationContext _pipeline = SynchronizationContext.Current!;
    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private string _last = "";
    private bool _ended;

    private RolloutProgressReporter(OutputCmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    /// <summary>Runs a wait and shows it until it ends, however it ends.</summary>
    /// <param name="cmdlet">The cmdlet that waits; its body must be the caller.</param>
    /// <param name="activity">The heading, such as <c>Rolling out shop/user-service</c>.</param>
    /// <param name="wait">The wait, given where to report to.</param>
    public static async Task<T> ShowAsync<T>(
        OutputCmdlet cmdlet, string activity, Func<IProgress<RolloutProgress>, Task<T>> wait)
    {
        var reporter = new RolloutProgressReporter(cmdlet, activity);
        await using ITimer beat = TimeProvider.System.CreateTimer(
            _ => reporter.Post(reporter.WriteLine), null,
            cmdlet.IsForAgent ? Heartbeat : Timeout.InfiniteTimeSpan, Heartbeat);
        try
        {
            return await wait(reporter);
        }
        finally
        {
            reporter.End();
        }
    }

    /// <summary>The same for a wait without a result.</summary>
    public static Task ShowAsync(OutputCmdlet cmdlet, string activity, Func<IProgress<RolloutProgress>, Task> wait) =>
        ShowAsync(
            cmdlet, activity,
            async progress =>
            {
                await wait(progress);
                return true;
            });

    public void Report(RolloutProgress value) => Post(() => Show(value));

    private void Post(Action action) => _pipeline.Post(
        _ =>
        {
            // What was posted before the end but comes after it would open the bar again.
            if (!_ended) action();
        },
        null);

    private void Show(RolloutProgress progress)
    {
        int steps = progress.Updated + progress.Available;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, progress.Message)
        {
            PercentComplete = progress.Desired > 0 ? Math.Clamp(steps * 50 / progress.Desired, 0, 100) : -1,
        });
        if (progress.Message == _last) return;
        _last = progress.Message;
        if (_cmdlet.IsForAgent) WriteLine();
    }

    private void WriteLine()
    {
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(_start);
        _cmdlet.WriteHostLine($"[{Text(elapsed)}] {_activity}: {_last}");
    }

    /// <summary>Minutes and seconds, and hours once there are any.</summary>
    private static string Text(TimeSpan elapsed) =>
        $"{(elapsed.TotalHours < 1 ? "" : $"{(int)elapsed.TotalHours}:")}{elapsed:mm\\:ss}";

    private void End()
    {
        _ended = true;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, "done") { RecordType = ProgressRecordType.Completed });
    }
}

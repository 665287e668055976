using System.Management.Automation;

namespace MicroK8s.Tests.Engine;

/// <summary>A script that goes on while its test does something else, and tells what it has given so far.</summary>
public sealed class RunningScript : IDisposable
{
    /// <summary>Far longer than anything takes; only what hangs is ended by it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(180);

    private readonly PowerShell _pipeline;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Task _run;
    private TaskCompletionSource _changed = NewSignal();

    internal RunningScript(PowerShell pipeline)
    {
        _pipeline = pipeline;
        _output.DataAdded += (_, _) => Signal();
        pipeline.Streams.Progress.DataAdded += (_, _) => Signal();
        _run = pipeline.InvokeAsync<PSObject, PSObject>(null, _output);
        _run.ContinueWith(_ => Signal(), TaskScheduler.Default);
    }

    /// <summary>What it has given so far, of one type.</summary>
    public IReadOnlyList<T> Output<T>() => [.. _output.ToArray().Select(item => item.BaseObject).OfType<T>()];

    /// <summary>Waits until it has given something.</summary>
    public Task UntilAsync<T>(Func<T, bool> rule)
    {
        int seen = 0;
        return UntilAsync(() =>
        {
            while (seen < _output.Count)
            {
                if (_output[seen++].BaseObject is T item && rule(item)) return true;
            }

            return false;
        });
    }

    /// <summary>Waits until its progress bars have shown a text each.</summary>
    public Task UntilShownAsync(int bars, Func<string, bool> rule) => UntilAsync(
        () => _pipeline.Streams.Progress.ToArray().Where(bar => rule(bar.StatusDescription))
            .Select(bar => bar.ActivityId).Distinct().Count() >= bars);

    /// <summary>Waits until it ends by itself; its errors, that which ended it among them.</summary>
    public async Task<IReadOnlyList<ErrorRecord>> EndAsync()
    {
        try
        {
            await _run.WaitAsync(Longest);
        }
        catch (RuntimeException exception)
        {
            return [.. _pipeline.Streams.Error, exception.ErrorRecord];
        }

        return [.. _pipeline.Streams.Error];
    }

    /// <summary>Ends it as Ctrl+C does.</summary>
    public void Dispose()
    {
        _pipeline.Stop();
        _pipeline.Dispose();
        _output.Dispose();
    }

    private async Task UntilAsync(Func<bool> isReached)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (true)
        {
            Task changed = _changed.Task;
            if (isReached()) return;

            // An array: to enumerate the errors of a script that goes on waits for its end.
            string errors = string.Join("; ", _pipeline.Streams.Error.ToArray());
            Assert.False(_run.IsCompleted, $"The script has ended: {errors}");
            await changed.WaitAsync(limit.Token);
        }
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

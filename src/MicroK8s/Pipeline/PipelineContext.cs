using System.Diagnostics;
using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Runs one async body on the pipeline thread: every <c>await</c> in it comes back to that thread, so the body may
/// call WriteObject, WriteProgress and ShouldProcess directly.
/// </summary>
internal sealed class PipelineContext : SynchronizationContext
{
    /// <summary>How long a stopped body may take to unwind before the pipeline goes on without it.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(50);

    // A lock and not a BlockingCollection, whose every wait begins with a hundred yields of the processor: where others
    // want it, each costs some ms, and Ctrl+C is not looked for until they are over.
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _work = [];
    private bool _isOver;

    /// <summary>Runs the body to its end, until it is stopped, or until its deadline has passed.</summary>
    /// <param name="body">The body.</param>
    /// <param name="deadline">How long it may wait.</param>
    /// <param name="abandon">
    /// Tells what remains and cancels what the body has begun: when the deadline has passed, or a write notices a stop.
    /// </param>
    /// <param name="stop">Cancelled by Ctrl+C.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="DeadlinePassedException">The deadline has passed, and the body was abandoned.</exception>
    public static void Run(Func<Task> body, Deadline deadline, Action abandon, CancellationToken stop)
    {
        SynchronizationContext? outer = Current;
        var pump = new PipelineContext();
        SetSynchronizationContext(pump);
        try
        {
            Task task = body();
            pump.PumpUntilDone(task, deadline, abandon, stop);
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
            pump.End();
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_work)
        {
            // After a stop the body was abandoned: what it still wants to do on the pipeline thread is void.
            if (_isOver) return;
            _work.Enqueue((d, state));
            Monitor.Pulse(_work);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may block on the pipeline thread.");

    private void End()
    {
        lock (_work) _isOver = true;
    }

    private void PumpUntilDone(Task task, Deadline deadline, Action abandon, CancellationToken stop)
    {
        // The continuation wakes the pump when the body ends elsewhere than on this thread.
        _ = task.ContinueWith(
            _ => Post(static _ => { }, null), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using CancellationTokenRegistration waking = stop.UnsafeRegister(_ => Wake(), null);
        try
        {
            while (!task.IsCompleted)
            {
                int patience = deadline.Patience;
                long began = Stopwatch.GetTimestamp();
                bool hasWork = TryTake(out var item, patience, stop);
                deadline.Spend(Stopwatch.GetElapsedTime(began), patience);
                if (hasWork) item.Callback(item.State);
                else if (deadline.IsOver && !task.IsCompleted) Abandon(task, abandon);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            UnwindWithin(task, StopGrace);
            if (!task.IsCompleted) throw;
        }
        catch (PipelineStoppedException) when (!task.IsCompleted)
        {
            // The stop made a progress bar fail before the cmdlet was told of it, and it may be gone when it would be.
            abandon();
            UnwindWithin(task, StopGrace);
            throw;
        }
    }

    private void Abandon(Task task, Action abandon)
    {
        abandon();
        UnwindWithin(task, StopGrace);

        // A body that came to a result or a fault of its own at the last moment knows more than that time is over.
        bool hasEnded = task.IsCompletedSuccessfully || task.Exception?.InnerException is ClusterException;
        if (!hasEnded) throw new DeadlinePassedException();
    }

    private void UnwindWithin(Task task, TimeSpan grace)
    {
        long began = Stopwatch.GetTimestamp();
        while (!task.IsCompleted)
        {
            // Its end wakes this up, as it does the pump.
            int left = (int)(grace - Stopwatch.GetElapsedTime(began)).TotalMilliseconds;
            if (left <= 0 || !TryTake(out var item, left, CancellationToken.None)) return;
            item.Callback(item.State);
        }
    }

    /// <summary>Takes what was posted first, and waits for it if nothing was.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    private bool TryTake(
        out (SendOrPostCallback Callback, object? State) item, int patience, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        lock (_work)
        {
            stop.ThrowIfCancellationRequested();
            while (!_work.TryDequeue(out item))
            {
                int waited = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (!Monitor.Wait(_work, patience < 0 ? patience : Math.Max(patience - waited, 0))) return false;
                stop.ThrowIfCancellationRequested();
            }

            return true;
        }
    }

    private void Wake()
    {
        lock (_work) Monitor.Pulse(_work);
    }
}

using System.Collections.Concurrent;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Writes of one cmdlet that a stop does not cut off, because half of them would be worse than all or none. They
/// continue in the background; a process that ends waits for those of all cmdlets.
/// </summary>
internal sealed class PendingWrites
{
    /// <summary>An undo has 30 seconds of its own; nobody waits longer for a process to end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<Task, bool> Running = new();

    private readonly ConcurrentBag<Task> _own = [];

    static PendingWrites() => AppDomain.CurrentDomain.ProcessExit += (_, _) => WaitForAll();

    /// <summary>Tracks a write until it ends.</summary>
    public Task<T> Track<T>(Task<T> write)
    {
        Track((Task)write);
        return write;
    }

    /// <inheritdoc cref="Track{T}"/>
    public Task Track(Task write)
    {
        _own.Add(write);
        Running.TryAdd(write, true);
        _ = write.ContinueWith(
            done => Running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
        return write;
    }

    /// <summary>Does something as soon as all writes of this cmdlet have ended.</summary>
    public void Afterwards(Action action) => _ = Task.WhenAll(_own).ContinueWith(
        _ => action(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    // How they end is told by nobody any more.
    private static void WaitForAll() => ((IAsyncResult)Task.WhenAll(Running.Keys)).AsyncWaitHandle.WaitOne(Longest);
}

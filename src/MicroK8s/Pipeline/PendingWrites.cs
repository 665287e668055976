using System.Collections.Concurrent;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Writes that a stop does not cut off, because half of them would be worse than all or none. They go on in the
/// background; a process that ends waits for them.
/// </summary>
internal static class PendingWrites
{
    /// <summary>An undo has 30 seconds of its own; nobody waits longer for a process to end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<Task, bool> Running = new();

    static PendingWrites() => AppDomain.CurrentDomain.ProcessExit += (_, _) => WaitForAll();

    /// <summary>Tracks a write until it ends.</summary>
    public static Task<T> Track<T>(Task<T> write)
    {
        Track((Task)write);
        return write;
    }

    /// <inheritdoc cref="Track{T}"/>
    public static Task Track(Task write)
    {
        Running.TryAdd(write, true);
        _ = write.ContinueWith(
            done => Running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
        return write;
    }

    /// <summary>Does something as soon as all writes that run now have ended.</summary>
    public static void Afterwards(Action action) => _ = Task.WhenAll(Running.Keys).ContinueWith(
        _ => action(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    // How they end is told by nobody any more.
    private static void WaitForAll() => ((IAsyncResult)Task.WhenAll(Running.Keys)).AsyncWaitHandle.WaitOne(Longest);
}

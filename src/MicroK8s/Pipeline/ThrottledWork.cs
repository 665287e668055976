using System.Runtime.ExceptionServices;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Runs several async bodies at once, all on the pipeline thread, so that each may call WriteObject as soon as it has
/// something. Begun in the order given; after one that throws no other is begun.
/// </summary>
/// <param name="limit">How many run at once.</param>
internal sealed class ThrottledWork(int limit)
{
    private readonly List<Task> _running = [];

    /// <summary>Starts a body as soon as there is room.</summary>
    /// <param name="body">The body; what it reports itself, it does not throw.</param>
    public async Task StartAsync(Func<Task> body)
    {
        while (_running.Count >= limit || _running.Any(task => task.IsCompleted)) await EndOneAsync();
        _running.Add(body());
    }

    /// <summary>
    /// Waits for all, also when one of them fails: what the others come to has to be told. Then throws the first fault.
    /// </summary>
    public async Task FinishAsync()
    {
        ExceptionDispatchInfo? first = null;
        while (_running.Count > 0)
        {
            try
            {
                await EndOneAsync();
            }
            catch (ClusterException exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }

    private async Task EndOneAsync()
    {
        Task done = await Task.WhenAny(_running);
        _running.Remove(done);
        await done;
    }
}

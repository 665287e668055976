namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Runs several async bodies at once, all on the pipeline thread, so that each may call WriteObject as soon as it has
/// something. Begun in the order given; a body that throws ends everything.
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

    /// <summary>Waits for all.</summary>
    public async Task FinishAsync()
    {
        while (_running.Count > 0) await EndOneAsync();
    }

    private async Task EndOneAsync()
    {
        Task done = await Task.WhenAny(_running);
        _running.Remove(done);
        await done;
    }
}

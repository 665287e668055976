namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// What is done once if a cmdlet is stopped before this is disposed of. PowerShell lets writes to the pipeline fail a
/// moment before it tells the cmdlet of the stop (<c>PipelineProcessor.Stop</c>): a body that ends by such a write has
/// been stopped too, though its token does not know it yet.
/// </summary>
internal sealed class StopNote : IDisposable
{
    private readonly AsyncCmdlet _cmdlet;
    private readonly Action _action;
    private readonly CancellationTokenRegistration _registration;
    private int _isDone;

    public StopNote(AsyncCmdlet cmdlet, Action action, CancellationToken stop)
    {
        (_cmdlet, _action) = (cmdlet, action);
        _registration = stop.Register(Do);
    }

    public void Dispose()
    {
        _registration.Dispose();
        if (_cmdlet.Stopping) Do();
    }

    private void Do()
    {
        if (Interlocked.Exchange(ref _isDone, 1) == 0) _action();
    }
}

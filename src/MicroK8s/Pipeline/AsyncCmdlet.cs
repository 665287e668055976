using System.Management.Automation;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet whose bodies are async: it owns the pump, the stop token and the mapping of faults.</summary>
public abstract class AsyncCmdlet : OutputCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _beforeStop = new();
    private bool _isRefused;

    /// <summary>Cancelled by Ctrl+C and by the end of the pipeline.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected sealed override void BeginProcessing() => _isRefused = !Run(BeginAsync);

    // What is wrong with the parameters themselves is wrong for every record.
    protected sealed override void ProcessRecord() => _ = _isRefused || Run(ProcessAsync);

    protected sealed override void EndProcessing() => _ = _isRefused || Run(EndAsync);

    protected sealed override void StopProcessing()
    {
        try
        {
            _beforeStop.Cancel();
        }
        finally
        {
            _stop.Cancel();
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;

        // A pipeline that ends by an error leaves nothing running in the background either.
        _stop.Cancel();
        _stop.Dispose();
        _beforeStop.Dispose();
    }

    private protected virtual Task BeginAsync() => Task.CompletedTask;

    private protected virtual Task ProcessAsync() => Task.CompletedTask;

    private protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>
    /// Tells the host what remains if the cmdlet is stopped before this is disposed of: it can write to no stream any
    /// more then.
    /// </summary>
    private protected CancellationTokenRegistration SayOnStop(string text) =>
        OnStop(() => WarnHost(text));

    /// <summary>
    /// Does something when the cmdlet is stopped, before anything that it waits for ends: what ends may dispose of this
    /// on the way out, and with <see cref="StopToken"/> it would be a matter of luck which comes first.
    /// </summary>
    private protected CancellationTokenRegistration OnStop(Action action) => _beforeStop.Token.Register(action);

    /// <summary>Reports a fault of one record; one that no other record can escape ends the pipeline.</summary>
    private protected void Report(ClusterException exception)
    {
        ErrorRecord record = ErrorRecords.From(exception);
        if (ErrorRecords.EndsPipeline(exception.Fault)) ThrowTerminatingError(record);
        WriteError(record);
    }

    /// <summary>Runs a body; whether it came to its end without a fault.</summary>
    private bool Run(Func<Task> body)
    {
        try
        {
            PipelineContext.Run(body, _stop.Token);
            return true;
        }
        catch (ClusterException exception)
        {
            Report(exception);
            return false;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}

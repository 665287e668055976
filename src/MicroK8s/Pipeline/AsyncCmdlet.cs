using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>A cmdlet whose bodies are async: it owns the pump, the stop token and the mapping of faults.</summary>
public abstract class AsyncCmdlet : OutputCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Deadline _deadline = new();
    private readonly object _gate = new();
    private CancellationTokenSource _work = new();
    private CancellationTokenSource _beforeEnd = new();
    private bool _isRefused;
    private bool _isStopped;

    /// <summary>Cancelled by Ctrl+C, by the deadline, and by the end of the pipeline.</summary>
    private protected CancellationToken StopToken => _work.Token;

    /// <summary>What is left of the time that the cmdlet may wait for the cluster.</summary>
    private protected WaitLimit TimeLeft => new(_deadline.Limit ?? Timeout.InfiniteTimeSpan, _deadline.Left);

    /// <summary>
    /// How long the cmdlet may wait for the cluster, for each record or name. Null for as long as it takes.
    /// </summary>
    private protected virtual TimeSpan? TimeLimit => RequestTimeout.OfCall;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected sealed override void BeginProcessing() => _isRefused = !Run(BeginAsync, isNew: true);

    // What is wrong with the parameters themselves is wrong for every record.
    protected sealed override void ProcessRecord() => _ = _isRefused || Run(ProcessAsync, isNew: true);

    // What the last record took counts: often its work ends only here.
    protected sealed override void EndProcessing() => _ = _isRefused || Run(EndAsync, isNew: false);

    protected sealed override void StopProcessing() => EndWork(stops: true);

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;

        // A pipeline that ends by an error leaves nothing running in the background either.
        _work.Cancel();
        _work.Dispose();
        _stop.Dispose();
        _beforeEnd.Dispose();
    }

    private protected virtual Task BeginAsync() => Task.CompletedTask;

    private protected virtual Task ProcessAsync() => Task.CompletedTask;

    private protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>Begins the time limit anew, for the next of several pieces of work.</summary>
    private protected void RestartDeadline() => _deadline.Restart(TimeLimit);

    /// <summary>Lifts the time limit: what follows streams until it ends or is stopped.</summary>
    private protected void LiftDeadline() => _deadline.Restart(null);

    /// <summary>The fault of a deadline that has passed.</summary>
    private protected virtual ClusterException DescribeTimeout(TimeSpan limit) => new(
        ClusterFault.Unreachable,
        $"{MyInvocation.MyCommand.Name} has waited {limit.TotalSeconds:0} s for the API server, which answers too "
        + "slowly or not at all.",
        MyInvocation.MyCommand.Name,
        $"Check the API server: Test-ClusterHealth Api. To wait longer, set $env:{RequestTimeout.Variable} (seconds).");

    /// <summary>
    /// Tells the host what remains if the cmdlet is stopped, or its time is over, before this is disposed of: it can
    /// write to no stream any more then.
    /// </summary>
    internal IDisposable WarnOnStop(string text) => OnStop(() => WarnHost(text));

    /// <summary>
    /// Does something when the cmdlet is stopped, before anything that it waits for ends: what ends may dispose of this
    /// on the way out, and with <see cref="StopToken"/> it would be a matter of luck which comes first.
    /// </summary>
    private protected IDisposable OnStop(Action action) => new StopNote(this, action, _beforeEnd.Token);

    /// <summary>Reports a fault of one record; one that no other record can escape ends the pipeline.</summary>
    private protected void Report(ClusterException exception)
    {
        ErrorRecord record = ErrorRecords.From(exception);
        if (ErrorRecords.EndsPipeline(exception.Fault)) ThrowTerminatingError(record);
        WriteError(record);
    }

    /// <summary>Runs a body; whether it came to its end without a fault.</summary>
    private bool Run(Func<Task> body, bool isNew)
    {
        try
        {
            if (isNew) RestartDeadline();
            PipelineContext.Run(
                () => RequestTrace.RunAsync(this, body), _deadline, () => EndWork(stops: false), _stop.Token);
            return true;
        }
        catch (ClusterException exception)
        {
            Report(exception);
            return false;
        }
        catch (DeadlinePassedException)
        {
            BeginWork();
            Report(DescribeTimeout(_deadline.Limit ?? TimeSpan.Zero));
            return false;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Ends what was begun; the notes of what remains come before anything that ends because of it.</summary>
    private void EndWork(bool stops)
    {
        CancellationTokenSource work;
        CancellationTokenSource before;
        lock (_gate)
        {
            _isStopped |= stops;
            (work, before) = (_work, _beforeEnd);
        }

        try
        {
            before.Cancel();
        }
        finally
        {
            if (stops) _stop.Cancel();
            work.Cancel();
        }
    }

    /// <summary>
    /// Makes tokens for the next record after a deadline; those of the abandoned body stay cancelled, and are not
    /// disposed of, as it may still ask them.
    /// </summary>
    private void BeginWork()
    {
        lock (_gate)
        {
            if (!_isStopped) (_work, _beforeEnd) = (new(), new());
        }
    }
}

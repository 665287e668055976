using System.Collections.Concurrent;
using System.Management.Automation;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// Shows the requests of one run of a body as verbose lines, and their bodies as debug text: on the pipeline thread, in
/// the order of the answers. Requests that go on after the run are those of nobody.
/// </summary>
internal sealed class RequestTrace : IRequestListener
{
    private readonly OutputCmdlet _cmdlet;
    private readonly SynchronizationContext _pipeline;
    private readonly ConcurrentQueue<Action> _pending = new();
    private volatile bool _isClosed;

    private RequestTrace(OutputCmdlet cmdlet, SynchronizationContext pipeline) =>
        (_cmdlet, _pipeline, WantsBodies) = (cmdlet, pipeline, cmdlet.ShowsDebug);

    public bool WantsBodies { get; }

    /// <summary>Runs a body; its requests are shown if anybody looks at verbose lines or debug text.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="body">The body; it is begun at once, on the pipeline thread.</param>
    public static Task RunAsync(OutputCmdlet cmdlet, Func<Task> body)
    {
        bool isHeard = cmdlet.ShowsVerbose || cmdlet.ShowsDebug;

        // What runs inside of the pipeline of another cmdlet must not be heard by that one.
        if (!isHeard && RequestLog.Listener is null) return body();
        return ListenAsync(isHeard ? new RequestTrace(cmdlet, SynchronizationContext.Current!) : null, body);
    }

    public void Answered(RequestNote request) => Show(() => _cmdlet.WriteVerbose($"{request}."));

    public void Exchanged(RequestNote request, bool isAnswer, string body) => Show(() =>
        _cmdlet.WriteDebug($"{request.Method} {request.Target} {(isAnswer ? "answered" : "sent")}: {body}"));

    private static async Task ListenAsync(RequestTrace? trace, Func<Task> body)
    {
        // It ends with this method: the caller's flow does not get it.
        RequestLog.Listener = trace;
        try
        {
            await body();
        }
        finally
        {
            trace?.Close();
        }
    }

    private void Show(Action write)
    {
        if (_isClosed) return;
        _pending.Enqueue(write);
        _pipeline.Post(static trace => ((RequestTrace)trace!).Flush(), this);
    }

    private void Close()
    {
        _isClosed = true;
        Flush();
    }

    private void Flush()
    {
        try
        {
            while (!_cmdlet.Stopping && _pending.TryDequeue(out Action? write)) write();
        }
        catch (PipelineStoppedException) when (_cmdlet.Stopping)
        {
            // The body ends by its own token, and says what remains.
        }
    }
}

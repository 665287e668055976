using System.Management.Automation;
using System.Text;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Exec;

namespace MicroK8s.Commands.Exec;

/// <summary>
/// A command that a cmdlet runs: writes its input and its output at the same time, so that neither waits for the
/// other for ever. Used on the pipeline thread.
/// </summary>
internal sealed class CommandRun(OutputCmdlet cmdlet, IPodCommand command, CommandResult what, CommandOutputMode mode)
    : IAsyncDisposable
{
    private readonly LineCutter _output = new();
    private readonly LineCutter _errors = new();
    private readonly MemoryStream _whole = new();
    private Task<CommandOutput?>? _next;
    private bool _hasEnded;
    private string? _lastError;

    /// <summary>Feeds the command, and shows what it says meanwhile.</summary>
    public async Task FeedAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (_hasEnded) return;
        Task writing = command.WriteAsync(input, cancellationToken);
        await ShowUntilAsync(writing, cancellationToken);
    }

    /// <summary>Ends the input, shows the rest, and judges the end.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!_hasEnded) await ShowUntilAsync(command.EndInputAsync(cancellationToken), cancellationToken);
        while (!_hasEnded) await ShowNextAsync(cancellationToken);
        WriteRest();
        CommandEnd end = command.End!;
        int code = CommandRules.ExitCode(end);
        cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", code);
        if (CommandRules.Judge(end, what with { ExitCode = code }, _lastError) is { } fault)
        {
            cmdlet.WriteError(ErrorRecords.From(fault));
        }
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private async Task ShowUntilAsync(Task writing, CancellationToken cancellationToken)
    {
        while (!writing.IsCompleted && !_hasEnded)
        {
            _next ??= command.ReadAsync(cancellationToken);
            if (await Task.WhenAny(writing, _next) == _next) await ShowNextAsync(cancellationToken);
        }

        // What is there already is shown now; a command that has ended takes no more input.
        while (!_hasEnded && _next is { IsCompleted: true }) await ShowNextAsync(cancellationToken);
        if (!_hasEnded) await writing;
    }

    private async Task ShowNextAsync(CancellationToken cancellationToken)
    {
        CommandOutput? piece = await (_next ?? command.ReadAsync(cancellationToken));
        _hasEnded = piece is null;
        _next = _hasEnded ? null : command.ReadAsync(cancellationToken);
        if (piece is null) return;
        if (piece.IsError) foreach (string line in _errors.Add(piece.Data.Span)) WriteErrorLine(line);
        else if (mode != CommandOutputMode.Lines) _whole.Write(piece.Data.Span);
        else foreach (string line in _output.Add(piece.Data.Span)) cmdlet.WriteObject(line);
    }

    private void WriteRest()
    {
        if (_output.Finish() is { } output) cmdlet.WriteObject(output);
        if (_errors.Finish() is { } error) WriteErrorLine(error);
        if (mode == CommandOutputMode.Text) cmdlet.WriteExact(Encoding.UTF8.GetString(_whole.ToArray()));
        if (mode == CommandOutputMode.Bytes) cmdlet.WriteExact(_whole.ToArray());
    }

    /// <summary>
    /// A line of standard error. Programs write there what is no error too, so when errors are to stop the script,
    /// the line is a warning, and the exit code alone decides.
    /// </summary>
    private void WriteErrorLine(string line)
    {
        _lastError = line;
        if (StopsAtErrors()) cmdlet.WriteWarning(line);
        else cmdlet.WriteError(ErrorRecords.From(new ClusterException(ClusterFault.CommandError, line, what)));
    }

    private bool StopsAtErrors()
    {
        object? given = cmdlet.MyInvocation.BoundParameters.GetValueOrDefault("ErrorAction")
            ?? cmdlet.GetVariableValue("ErrorActionPreference");
        return LanguagePrimitives.TryConvertTo(given, out ActionPreference action) && action == ActionPreference.Stop;
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using MicroK8s.Host.Input;

namespace MicroK8s.Host.Terminal;

/// <summary>
/// Writes the engine's streams: errors to standard error, all others to standard output, progress only on a
/// terminal, and escape sequences only to a stream that shows them.
/// </summary>
internal sealed class HostInterface(TerminalFacts terminal, Questions questions) : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new(terminal);

    /// <summary>While true, what is written is the text of an error.</summary>
    public bool ShowsError { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new HostRawInterface(terminal);

    public override bool SupportsVirtualTerminal => terminal is { Output: true, CursorMoves: true };

    public override void Write(string value) => Put(Console.Out, value, SupportsVirtualTerminal);

    public override void WriteLine(string value)
    {
        if (ShowsError)
        {
            WriteErrorLine(value);
        }
        else
        {
            Write(value + Environment.NewLine);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        string colours = PSStyle.MapForegroundColorToEscapeSequence(foregroundColor)
            + (backgroundColor == RawUI.BackgroundColor
                ? "" : PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor));
        Write(colours + value + PSStyle.Instance.Reset);
    }

    public override void WriteErrorLine(string value) => PutStyled(Console.Error, FormatStyle.Error, value);

    public override void WriteWarningLine(string message) =>
        PutStyled(Console.Out, FormatStyle.Warning, $"WARNING: {message}");

    public override void WriteVerboseLine(string message) =>
        PutStyled(Console.Out, FormatStyle.Verbose, $"VERBOSE: {message}");

    public override void WriteDebugLine(string message) =>
        PutStyled(Console.Out, FormatStyle.Debug, $"DEBUG: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (terminal is { Output: true, CursorMoves: true })
        {
            lock (_gate)
            {
                _progress.Update(record);
            }
        }
    }

    public void ClearProgress()
    {
        lock (_gate)
        {
            _progress.Clear();
        }
    }

    public override string ReadLine() => Ask(() => questions.Line(""));

    public override SecureString ReadLineAsSecureString() => Ask(() => questions.Secret(""));

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        Ask(() => questions.Fields(this, caption, message, descriptions));

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        Ask(() => questions.Choice(this, caption, message, choices, defaultChoice));

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        Ask(() => questions.Credential(this, caption, message, userName));

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private T Ask<T>(Func<T> question)
    {
        lock (_gate)
        {
            _progress.Hide();
        }

        return question();
    }

    private void PutStyled(TextWriter writer, FormatStyle style, string value)
    {
        bool escapes = writer == Console.Error
            ? terminal is { Error: true, CursorMoves: true } : SupportsVirtualTerminal;
        string reset = PSStyle.Instance.Reset;
        Put(writer, $"{GetFormatStyleString(style)}{value.TrimEnd('\n')}{reset}{Environment.NewLine}", escapes);
    }

    private void Put(TextWriter writer, string value, bool escapes)
    {
        lock (_gate)
        {
            _progress.Hide();
            writer.Write(GetOutputString(value, escapes));
        }
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace MicroK8s.Tests.Engine;

/// <summary>Keeps the text; refuses every question, as an unattended session does.</summary>
internal sealed class RecordingUI : PSHostUserInterface
{
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();

    public string Text
    {
        get { lock (_gate) return _text.ToString(); }
    }

    public override PSHostRawUserInterface RawUI { get; } = new FixedWidthUI();

    public void Clear()
    {
        lock (_gate) _text.Clear();
    }

    public override void Write(string value)
    {
        // Text to compare must not carry colours.
        lock (_gate) _text.Append(GetOutputString(value, supportsVirtualTerminal: false));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteDebugLine(string message) => WriteLine($"DEBUG: {message}");

    public override void WriteErrorLine(string value) => WriteLine($"ERROR: {value}");

    public override void WriteVerboseLine(string message) => WriteLine($"VERBOSE: {message}");

    public override void WriteWarningLine(string message) => WriteLine($"WARNING: {message}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw Unattended();

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Unattended();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) => throw Unattended();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Unattended();

    public override string ReadLine() => throw Unattended();

    public override SecureString ReadLineAsSecureString() => throw Unattended();

    private static InvalidOperationException Unattended() => new("Nobody is there to answer a prompt.");
}

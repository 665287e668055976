using System.Management.Automation;
using System.Reflection;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Pipeline;

/// <summary>
/// A cmdlet whose every word to a person, a script or a build agent goes through here and is clean, whatever text it is
/// made of. It hides the writers of the engine; nothing else in the module calls those.
/// </summary>
public abstract class OutputCmdlet : PSCmdlet
{
    private const string ResetStyle = "\u001b[0m";

    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>
    /// The pipeline run that the process is part of; null outside of one. Nothing else reads it from the environment.
    /// </summary>
    internal PipelineRun? PipelineRun { get; } = PipelineRun.From(Environment.GetEnvironmentVariable);

    /// <summary>
    /// Whether a build agent reads what is written: it obeys commands in whatever comes to its log.
    /// </summary>
    internal bool IsForAgent => PipelineRun is not null;

    /// <summary>
    /// Emits a record, clean but for its raw texts, or a text that is data: an agent finds no command in either.
    /// </summary>
    internal new void WriteObject(object? value) => base.WriteObject(value is string data
        ? IsForAgent ? UntrustedText.WithoutAgentCommands(data) : data
        : CleanRecord.Of(value, IsForAgent));

    /// <summary>Emits each record as soon as it is read.</summary>
    internal void WriteObjects(IEnumerable<object> values)
    {
        foreach (object value in values) WriteObject(value);
    }

    /// <summary>Emits data that must be exact to the byte everywhere; who asks for it keeps it from the log.</summary>
    internal void WriteExact(object data) => base.WriteObject(data, enumerateCollection: false);

    internal new void WriteWarning(string text) => base.WriteWarning(UntrustedText.CleanLine(text));

    // With -Debug alone the engine would ask at every verbose line whether to go on
    // (MshCommandRuntime.VerbosePreference).
    internal new void WriteVerbose(string text)
    {
        bool isForDebug = !MyInvocation.BoundParameters.ContainsKey("Verbose")
            && MyInvocation.BoundParameters.TryGetValue("Debug", out object? debug) && LanguagePrimitives.IsTrue(debug);
        if (isForDebug) base.WriteDebug(UntrustedText.CleanLine(text));
        else base.WriteVerbose(UntrustedText.CleanLine(text));
    }

    // What is sent and answered has lines of its own.
    internal new void WriteDebug(string text) => base.WriteDebug(UntrustedText.Clean(text));

    /// <summary>Whether anybody sees verbose lines: what costs something to say is not said to nobody.</summary>
    internal bool ShowsVerbose => Shows("Verbose", "VerbosePreference");

    /// <summary>Whether anybody sees debug text.</summary>
    internal bool ShowsDebug => Shows("Debug", "DebugPreference");

    /// <summary>Writes a line to the host, where nothing else shows it.</summary>
    /// <param name="text">The line.</param>
    /// <param name="style">A style of $PSStyle, which the host takes away where no colour is wanted.</param>
    internal void WriteHostLine(string text, string? style = null)
    {
        string line = UntrustedText.CleanLine(text);
        base.WriteInformation(
            new HostInformationMessage { Message = style is null ? line : $"{style}{line}{ResetStyle}" }, ["PSHOST"]);
    }

    internal new void WriteProgress(ProgressRecord progress)
    {
        progress.Activity = UntrustedText.CleanLine(progress.Activity);
        progress.StatusDescription = UntrustedText.CleanLine(progress.StatusDescription);
        base.WriteProgress(progress);
    }

    // The plans that are shown have a line for each field.
    internal new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(UntrustedText.Clean(target), UntrustedText.Clean(action));

    internal new bool ShouldProcess(string description, string question, string caption) => base.ShouldProcess(
        UntrustedText.Clean(description), UntrustedText.Clean(question), UntrustedText.CleanLine(caption));

    /// <summary>
    /// The same for a removal, which asks by itself: -Force answers the question, unless -Confirm or -WhatIf is given
    /// too. The engine asks for a cmdlet of high impact; for one that removes only beside what else it does, this does.
    /// </summary>
    internal bool ShouldRemove(string description, string question, string caption, bool force)
    {
        bool isWhatIf = LanguagePrimitives.IsTrue(
            MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
                ? given
                : SessionState.PSVariable.GetValue("WhatIfPreference"));
        bool isAnswered = MyInvocation.BoundParameters.ContainsKey("Confirm");
        if (force && !isWhatIf && !isAnswered) return true;
        if (!ShouldProcess(description, question, caption)) return false;
        bool isLeftToUs = !isWhatIf && !isAnswered && Impact != ConfirmImpact.High
            && Equals(SessionState.PSVariable.GetValue("ConfirmPreference"), ConfirmImpact.High);
        return !isLeftToUs
            || ShouldContinue(
                UntrustedText.Clean(question), UntrustedText.CleanLine(caption), ref _yesToAll, ref _noToAll);
    }

    /// <summary>As the engine decides it: the common parameter, else the variable, which may be a mere text.</summary>
    private bool Shows(string parameter, string variable) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : LanguagePrimitives.TryConvertTo(SessionState.PSVariable.GetValue(variable), out ActionPreference wanted)
                && wanted is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private ConfirmImpact Impact =>
        GetType().GetCustomAttribute<CmdletAttribute>()?.ConfirmImpact ?? ConfirmImpact.Medium;

    /// <summary>Warns after the engine took the streams away: while the cmdlet is being stopped.</summary>
    private protected void WarnHost(string text) => Host.UI?.WriteWarningLine(UntrustedText.CleanLine(text));
}

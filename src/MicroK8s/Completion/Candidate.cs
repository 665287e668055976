using System.Management.Automation;
using System.Management.Automation.Language;
using MicroK8s.Errors;

namespace MicroK8s.Commands.Completion;

/// <summary>What a completer offers. Names of a cluster are not to be trusted with a command line.</summary>
/// <param name="Value">What is typed when it is taken.</param>
/// <param name="Shown">What the list shows.</param>
/// <param name="Meaning">What the tool tip shows.</param>
internal sealed record Candidate(string Value, string Shown, string Meaning)
{
    /// <summary>Whether what is typed would be what is seen.</summary>
    public bool IsHarmless => Value.Length > 0 && UntrustedText.CleanLine(Value) == Value;

    /// <summary>As PowerShell takes it.</summary>
    /// <param name="stem">What is typed already and stays.</param>
    public CompletionResult ToResult(string stem) => new(
        Quote(stem + Value), UntrustedText.CleanLine(Shown), CompletionResultType.ParameterValue,
        UntrustedText.CleanLine(Meaning));

    /// <summary>One argument that PowerShell reads as this text, whatever it holds.</summary>
    private static string Quote(string text) => IsPlain(text)
        ? text
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>Whether it is an argument without quotes: not a parameter, a splat or an expression.</summary>
    private static bool IsPlain(string text) => text[0] is not ('-' or '@' or ':')
        && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '.' or '_' or '/' or ':' or '@');
}

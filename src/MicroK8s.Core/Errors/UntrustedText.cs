using System.Text.RegularExpressions;

namespace MicroK8s.Errors;

/// <summary>
/// Makes text of pods, events and webhooks harmless before it reaches a message or a record: whoever writes a log
/// must neither steer a terminal nor command a build agent.
/// </summary>
public static partial class UntrustedText
{
    /// <summary>Longest line that is kept; more than that is no sentence.</summary>
    private const int LongestLine = 500;

    /// <summary>One line without control sequences, and without what Azure DevOps takes for a command.</summary>
    /// <param name="text">The text; null reads as empty.</param>
    /// <returns>
    /// The text on one line, at most 500 characters. <c>##[</c> and <c>##vso[</c> become <c># #[</c> and
    /// <c># #vso[</c>: the agent looks for them in every line of output (microsoft/azure-pipelines-agent,
    /// docs/preview/outputcommands.md).
    /// </returns>
    public static string Clean(string? text)
    {
        string line = CleanLine(text).Trim();
        return line.Length <= LongestLine ? line : $"{line[..LongestLine]}…";
    }

    /// <summary>The same, as long as it is: for lines of a log, which nobody wants to be cut.</summary>
    /// <param name="text">The text; null reads as empty.</param>
    public static string CleanLine(string? text)
    {
        // The commands come last: what is stripped may have split one.
        string plain = Unprintable().Replace(ControlSequence().Replace(text ?? "", ""), "");
        return WithoutAgentCommands(LineBreak().Replace(plain, " "));
    }

    /// <summary>The text as it is, but for what Azure DevOps takes for a command: for output that is data.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutAgentCommands(string text) => AgentCommand().Replace(text, "# #");

    // ECMA-48: CSI, then the string sequences (OSC, DCS, SOS, PM, APC) up to their end, then two-character escapes.
    [GeneratedRegex(
        @"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
        + @"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
        + @"|\x1b[ -/]*[0-~]?")]
    private static partial Regex ControlSequence();

    [GeneratedRegex(@"[\t\r\n\v\f\x85\u2028\u2029]+ *")]
    private static partial Regex LineBreak();

    // Controls but for white space, and the marks that reverse the direction of what follows.
    [GeneratedRegex(@"[\p{Cc}-[\t\r\n\v\f\x85]]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")]
    private static partial Regex Unprintable();

    [GeneratedRegex(@"##(?=(?:vso)?\[)", RegexOptions.IgnoreCase)]
    private static partial Regex AgentCommand();
}

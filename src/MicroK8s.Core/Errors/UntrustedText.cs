using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MicroK8s.Errors;

/// <summary>
/// Makes text that came from outside harmless before a person or an agent sees it: the author of a log, an event or an
/// annotation must neither steer a terminal, nor hide or reorder what is read, nor command a build agent. Everything
/// here is idempotent and gives back the same instance if nothing has to change.
/// </summary>
/// <remarks>
/// What is removed are classes of Unicode: controls (Cc) and format characters (Cf: the marks of direction, zero width,
/// soft hyphens, tags), and the control sequences of ECMA-48 as a whole. White space of these classes and the
/// separators of lines and paragraphs (Zl, Zp) become a blank; a surrogate without its pair becomes U+FFFD.
/// <c>##[</c> and <c>##vso[</c> become <c># #[</c> and <c># #vso[</c>: the agent of Azure DevOps looks for them in
/// every line of output (microsoft/azure-pipelines-agent, docs/preview/outputcommands.md).
/// </remarks>
public static partial class UntrustedText
{
    /// <summary>Longest quote; more than that is no part of a sentence.</summary>
    private const int LongestQuote = 500;

    private static readonly SearchValues<char> PrintableAscii =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>The text with its line breaks, each as one line feed.</summary>
    /// <param name="text">The text; null reads as empty.</param>
    public static string Clean(string? text) => Clean(text, keepsLines: true);

    /// <summary>The text on one line.</summary>
    /// <param name="text">The text; null reads as empty.</param>
    public static string CleanLine(string? text) => Clean(text, keepsLines: false);

    /// <summary>
    /// The text as a part of a sentence: on one line, without blanks around it, at most 500 characters.
    /// </summary>
    /// <param name="text">The text; null reads as empty.</param>
    public static string Quote(string? text)
    {
        string line = CleanLine(text).Trim();
        if (line.Length <= LongestQuote) return line;
        int length = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return $"{line[..length]}…";
    }

    /// <summary>
    /// The text as it is, but for what an agent takes for a command, also with characters in it that nobody sees and
    /// some comparisons of text pass over: for output that is data.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string WithoutAgentCommands(string text) => AgentCommand().Replace(text, "# ");

    /// <summary>Whether an agent would find a command in a text.</summary>
    /// <param name="text">The text.</param>
    public static bool HasAgentCommand(string text) => AgentCommand().IsMatch(text);

    private static string Clean(string? text, bool keepsLines)
    {
        if (text is null) return "";
        if (text.AsSpan().IndexOfAnyExcept(PrintableAscii) >= 0)
        {
            text = Visible(ControlSequence().Replace(text, ""), keepsLines);
        }

        // The commands come last: what is removed may have split one.
        return text.Contains('#', StringComparison.Ordinal) ? WithoutAgentCommands(text) : text;
    }

    private static string Visible(string text, bool keepsLines)
    {
        int first = NextUnsafe(text, 0, keepsLines);
        if (first < 0) return text;
        var visible = new StringBuilder(text.Length).Append(text, 0, first);
        for (int at = first; at < text.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            if (status != OperationStatus.Done) visible.Append('\ufffd');
            else if (IsBreak(rune.Value)) length = Break(text, at, keepsLines, visible);
            else if (!IsHidden(rune)) visible.Append(text, at, length);
            at += length;
        }

        return visible.ToString();
    }

    /// <summary>Where the first character stands that cannot stay, -1 if all can.</summary>
    private static int NextUnsafe(string text, int start, bool keepsLines)
    {
        for (int at = start; at < text.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length);
            bool stays = status == OperationStatus.Done
                && ((keepsLines && rune.Value == '\n') || !(IsHidden(rune) || IsBreak(rune.Value)));
            if (!stays) return at;
            at += length;
        }

        return -1;
    }

    /// <summary>Writes what stands for white space that cannot stay; its length.</summary>
    private static int Break(string text, int start, bool keepsLines, StringBuilder visible)
    {
        if (keepsLines && (text[start] == '\n' || text.AsSpan(start).StartsWith("\r\n")))
        {
            visible.Append('\n');
            return text[start] == '\n' ? 1 : 2;
        }

        // On one line all white space around a break is one blank.
        int end = start + 1;
        while (end < text.Length && (text[end] == ' ' || IsBreak(text[end]))
            && !(keepsLines && text[end] is '\n' or '\r'))
        {
            end++;
        }

        visible.Append(' ');
        return end - start;
    }

    private static bool IsBreak(int code) => code is (>= '\t' and <= '\r') or '\u0085' or '\u2028' or '\u2029';

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;

    // ECMA-48: CSI, then the string sequences (OSC, DCS, SOS, PM, APC) up to their end, then two-character escapes.
    [GeneratedRegex(
        @"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
        + @"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
        + @"|\x1b[ -/]*[0-~]?")]
    private static partial Regex ControlSequence();

    // Between the signs may stand what a comparison by culture ignores: all that is no sign of its own.
    [GeneratedRegex(
        @"#(?=[\p{C}\p{M}-[\r\n]]*#[\p{C}\p{M}-[\r\n]]*"
        + @"(?:v[\p{C}\p{M}-[\r\n]]*s[\p{C}\p{M}-[\r\n]]*o[\p{C}\p{M}-[\r\n]]*)?\[)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AgentCommand();
}

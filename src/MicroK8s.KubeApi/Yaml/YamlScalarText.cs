using System.Globalization;
using System.Text;
using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>The shortest way to write a text so that it is read as the same text.</summary>
internal static class YamlScalarText
{
    /// <summary>A text as a value: plain, quoted, or a literal block if it has several lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">The column of the lines of a block.</param>
    public static string Of(string text, int indent) => IsBlock(text) ? Block(text, indent) : OneLine(text);

    /// <summary>A text as a key. YamlDotNet reads a plain <c>a *b: c</c> as one text, with the colon in it.</summary>
    public static string Key(string text)
    {
        string line = OneLine(text);
        return line == text && text.Contains(" *", StringComparison.Ordinal) ? Quoted(text) : line;
    }

    /// <summary>A text on one line.</summary>
    private static string OneLine(string text)
    {
        if (!text.All(IsPrintable) || UntrustedText.HasAgentCommand(text)) return Escaped(text);
        bool isAmbiguous = PlainScalar.IsAmbiguous(text);
        if (!isAmbiguous && IsPlain(text)) return text;
        return isAmbiguous && text.AsSpan().IndexOfAny('"', '\\') < 0
            ? $"\"{text}\""
            : Quoted(text);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string text)
    {
        bool startsWell = text[0] == '-'
            ? text.Length > 1 && text[1] is not (' ' or '-')
            : !" ?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal);
        return startsWell && text[^1] is not (' ' or ':') && !text.StartsWith("...", StringComparison.Ordinal)
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a literal block keeps the text: lines that start or end in white space would need an indicator, or be
    /// invisible to who edits them.
    /// </summary>
    private static bool IsBlock(string text)
    {
        string body = text.TrimEnd('\n');
        return text.Contains('\n', StringComparison.Ordinal) && body.Length > 0 && body[0] is not ('\n' or ' ' or '\t')
            && text.All(sign => sign is '\n' or '\t' || IsPrintable(sign)) && !UntrustedText.HasAgentCommand(text)
            && body.Split('\n').All(line => line.Length == 0 || line[^1] is not (' ' or '\t'));
    }

    private static string Block(string text, int indent)
    {
        string body = text.TrimEnd('\n');
        int ends = text.Length - body.Length;
        string chomping = ends switch { 0 => "-", 1 => "", _ => "+" };
        string margin = new(' ', indent);
        IEnumerable<string> lines = body.Split('\n').Select(line => line.Length == 0 ? "" : margin + line);
        return $"|{chomping}\n{string.Join('\n', lines)}{new string('\n', Math.Max(0, ends - 1))}";
    }

    /// <summary>Signs that every reader takes as they are; a surrogate only as half of a pair.</summary>
    private static bool IsPrintable(char sign) => sign == ' ' || char.GetUnicodeCategory(sign)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>
    /// In double quotes, so that nothing steers who looks at it; a sign of what a build agent takes for a command is
    /// escaped, which no reader of YAML notices and no agent sees through.
    /// </summary>
    private static string Escaped(string text)
    {
        bool isCommand = UntrustedText.HasAgentCommand(text);
        var escaped = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                escaped.Append(Pair(text, i++));
                continue;
            }

            escaped.Append(text[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                '#' when isCommand => "\\x23",
                char sign when IsPrintable(sign) => $"{sign}",
                char sign => $"\\u{(int)sign:X4}",
            });
        }

        return escaped.Append('"').ToString();
    }

    /// <summary>A character beyond the first plane; as it is unless nobody would see it.</summary>
    private static string Pair(string text, int index) =>
        CharUnicodeInfo.GetUnicodeCategory(text, index) == UnicodeCategory.Format
            ? $"\\U{char.ConvertToUtf32(text, index):X8}"
            : text.Substring(index, 2);
}

using System.Globalization;
using System.Text;

namespace MicroK8s.Tests.Errors;

/// <summary>What a hostile owner of an object would write into it.</summary>
internal static class HostileText
{
    /// <summary>ESC, BEL, a title, a link, the direction reversed, zero width, a tag, and commands for an agent.</summary>
    public const string Sample =
        "x\u001b[31my\u0007\u001b]0;title\u0007\u202ez\u200b\u00ad\U000E0041##vso[task.complete]#\u200b#[error]é";

    /// <summary>Pieces that make the worst of each other.</summary>
    public static IReadOnlyList<string> Pieces { get; } =
    [
        "#", "##", "##[", "##vso[", "##VSO[", "v", "s", "o", "[", "]", " ", "  ", "a", "é", "😀", "\u001b", "\u001b[",
        "\u001b[31m", "\u001b]", "\u001b\\", "\u009b", "\u009d", "\u0007", "\u0000", "\b", "\u007f", "\u0085", "\r", "\n",
        "\r\n", "\t", "\u2028", "\u2029", "\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\u2069", "\u00ad", "\ufeff",
        "\u061c", "\u180e", "\ufff9", "\U000E0001", "\U000E007F", "\U0001D173", "\ud800", "\udc00", "\u034f", "\ufe0f",
        "\U000E0100", "\u3164", "\u115f", "m", "0", ";",
    ];

    /// <summary>
    /// What no clean text holds: controls, format characters, separators, halves of pairs, and a command however it is
    /// hidden. A line feed is one too unless lines are kept.
    /// </summary>
    public static string? Find(string text, bool keepsLines = false)
    {
        var seen = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && !char.IsSurrogatePair(text, at)) return $"half a pair at {at}";
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, at);
            bool isBad = category is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (isBad && !(keepsLines && text[at] == '\n')) return $"U+{char.ConvertToUtf32(text, at):X4} at {at}";
            bool isMark = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            if (!isMark) seen.Append(text[at]);
            if (char.IsSurrogatePair(text, at)) at++;
        }

        return AgentCommandIn(seen.ToString());
    }

    /// <summary>What an agent would take for a command. Null if there is none.</summary>
    public static string? AgentCommandIn(string text) => new[] { "##[", "##vso[" }
        .FirstOrDefault(command => text.Contains(command, StringComparison.OrdinalIgnoreCase)
            || CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, command, CompareOptions.IgnoreCase) >= 0);
}

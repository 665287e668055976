using System.Globalization;
using System.Text;

namespace MicroK8s.Metrics;

/// <summary>How values are written in PromQL and in the parameters of a query.</summary>
internal static class PromQl
{
    /// <summary>
    /// A text in double quotes, with Go's escapes (prometheus.io, "Querying basics", string literals).
    /// </summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    /// <summary>A duration to the millisecond, such as <c>1500ms</c>, which every version understands.</summary>
    public static string Duration(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(duration.TotalMilliseconds)}ms");

    /// <summary>An instant in seconds since 1970, to the millisecond.</summary>
    public static string Time(DateTimeOffset time) =>
        (time.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A regular expression of RE2 that matches a text and no other. Marks stand in brackets, not behind a backslash,
    /// which a PromQL string would need twice.
    /// </summary>
    public static string Literal(string text)
    {
        var result = new StringBuilder();
        foreach (char sign in text)
        {
            result = sign switch
            {
                '^' or '\\' => result.Append('\\').Append(sign),
                _ when ".+*?()|[]{}$".Contains(sign, StringComparison.Ordinal) => result.Append($"[{sign}]"),
                _ => result.Append(sign),
            };
        }

        return result.ToString();
    }
}

using System.Text.RegularExpressions;

namespace MicroK8s.Metrics;

/// <summary>An instant vector selector: the name of a metric and matchers of its labels, and nothing else.</summary>
internal sealed partial class SeriesSelector
{
    private readonly string _text;

    private SeriesSelector(string text) => _text = text;

    /// <summary>The series of a metric.</summary>
    public static SeriesSelector Of(string metric) => new(metric);

    /// <summary>Reads one. Null if the text is more, less or something else.</summary>
    public static SeriesSelector? Parse(string text) =>
        text.Trim() is var trimmed && Form().IsMatch(trimmed) ? new SeriesSelector(trimmed) : null;

    public SeriesSelector Equal(string label, string value) => With($"{label}={PromQl.Quote(value)}");

    public SeriesSelector Unlike(string label, string value) => With($"{label}!={PromQl.Quote(value)}");

    public SeriesSelector Matching(string label, string pattern) => With($"{label}=~{PromQl.Quote(pattern)}");

    /// <summary>The raw samples of a time that ends at the instant of the query.</summary>
    public string Over(TimeSpan length) => $"{_text}[{PromQl.Duration(length)}]";

    public override string ToString() => _text;

    private SeriesSelector With(string matcher)
    {
        if (!_text.EndsWith('}')) return new SeriesSelector($"{_text}{{{matcher}}}");
        string before = _text[..^1].TrimEnd();
        string comma = before.EndsWith('{') || before.EndsWith(',') ? "" : ",";
        return new SeriesSelector($"{before}{comma}{matcher}}}");
    }

    [GeneratedRegex(
        """
        ^(?=.)(?:[a-zA-Z_:][a-zA-Z0-9_:]*)?\s*
        (?:\{(?:[^"'`{}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})?$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();
}

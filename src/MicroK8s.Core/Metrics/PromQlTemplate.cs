using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>
/// A PromQL expression of the user's own, with placeholders for the side that it is evaluated for.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>{{namespace}}</c>: the namespace.</item>
/// <item><c>{{workload}}</c>: the name of the workload, <c>web</c> or <c>web-canary</c>.</item>
/// <item><c>{{service}}</c>: the name of the Service that leads to its pods.</item>
/// <item><c>{{pods}}</c>: a regular expression for the names of its pods, for <c>pod=~"{{pods}}"</c>.</item>
/// <item><c>{{window}}</c>: the length of the time, as in <c>rate(errors_total[{{window}}])</c>.</item>
/// </list>
/// At least one but the last has to be there: else both sides would read the same numbers.
/// </remarks>
public sealed partial class PromQlTemplate
{
    private static readonly string[] Sides = ["namespace", "workload", "service", "pods"];

    private PromQlTemplate(string text) => Text = text;

    /// <summary>The expression as it was given.</summary>
    public string Text { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The expression with its placeholders.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: an unknown placeholder, or none that tells the sides apart.
    /// </exception>
    public static PromQlTemplate Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Invalid(text, "is empty");
        string[] names = [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value)];
        string known = string.Join(", ", Sides.Append("window").Select(name => $"{{{{{name}}}}}"));
        if (names.FirstOrDefault(name => name != "window" && !Sides.Contains(name)) is { } unknown)
        {
            throw Invalid(text, $"has the placeholder {{{{{unknown}}}}}; there are {known}");
        }

        if (Placeholder().Replace(text, "") is var rest
            && (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal)))
        {
            throw Invalid(text, $"has two braces that are not a placeholder; there are {known}");
        }

        return names.Any(Sides.Contains) ? new PromQlTemplate(text) : throw Invalid(
            text, "has no placeholder that tells canary and stable apart, such as {{workload}} or {{pods}}");
    }

    /// <summary>The expression for one side.</summary>
    /// <param name="side">The side.</param>
    /// <param name="window">How long the time is.</param>
    /// <exception cref="ClusterException">InvalidSpec: a name of the side is no name.</exception>
    public string Fill(MetricSide side, TimeSpan window)
    {
        MetricSide names = side.Checked();
        return Placeholder().Replace(Text, match => match.Groups[1].Value switch
        {
            "namespace" => names.Namespace,
            "workload" => names.Workload,
            "service" => names.ServiceName,
            "pods" => names.PodPattern,
            _ => PromQl.Duration(window),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static ClusterException Invalid(string text, string rule) =>
        new(ClusterFault.InvalidSpec, $"The PromQL expression '{text}' {rule}.", text);

    [GeneratedRegex(@"\{\{\s*(\w+)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

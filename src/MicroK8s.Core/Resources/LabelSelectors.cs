using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>Label selectors of objects (<c>metav1.LabelSelector</c>).</summary>
public static class LabelSelectors
{
    /// <summary>A selector in the syntax of kubectl's <c>-l</c>, with labels and expressions.</summary>
    /// <param name="selector">
    /// An object with <c>matchLabels</c> and <c>matchExpressions</c>, either of which may be absent.
    /// </param>
    /// <returns>The text; empty if the selector selects everything.</returns>
    public static string Text(JsonElement selector)
    {
        string labels = Text(selector.Map("matchLabels"));
        IEnumerable<string> expressions = selector.Items("matchExpressions").Select(Expression);
        return string.Join(',', labels.Length == 0 ? expressions : expressions.Prepend(labels));
    }

    /// <summary>Labels in the same syntax.</summary>
    /// <param name="labels">Keys and values; none give an empty text, which selects everything.</param>
    public static string Text(IReadOnlyDictionary<string, string> labels) =>
        string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));

    /// <summary>The label keys that a selector looks at.</summary>
    /// <param name="selector">
    /// An object with <c>matchLabels</c> and <c>matchExpressions</c>, either of which may be absent.
    /// </param>
    public static IReadOnlySet<string> Keys(JsonElement selector) => selector.Map("matchLabels").Keys
        .Concat(selector.Items("matchExpressions").Select(expression => expression.Text("key") ?? ""))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether a selector selects an object (kubernetes/apimachinery, pkg/labels, <c>Requirement.Matches</c>).
    /// </summary>
    /// <param name="selector">
    /// An object with <c>matchLabels</c> and <c>matchExpressions</c>, either of which may be absent.
    /// </param>
    /// <param name="labels">The labels of the object.</param>
    public static bool Matches(JsonElement selector, IReadOnlyDictionary<string, string> labels) =>
        Matches(selector.Map("matchLabels"), labels)
        && selector.Items("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>Whether an object has all of the labels.</summary>
    /// <param name="wanted">The labels that it must have; none select everything.</param>
    /// <param name="labels">The labels of the object.</param>
    public static bool Matches(
        IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> labels) =>
        wanted.All(label => labels.GetValueOrDefault(label.Key) == label.Value);

    private static bool Holds(JsonElement expression, IReadOnlyDictionary<string, string> labels)
    {
        string? value = labels.GetValueOrDefault(expression.Text("key") ?? "");
        bool isListed = value is not null && expression.Items("values").Any(item => item.Text() == value);
        return expression.Text("operator") switch
        {
            "In" => isListed,
            "NotIn" => !isListed,
            "Exists" => value is not null,
            _ => value is null,
        };
    }

    private static string Expression(JsonElement expression)
    {
        string? key = expression.Text("key");
        string values = string.Join(',', expression.Items("values").Select(value => value.Text()));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => $"{key}",
        };
    }
}

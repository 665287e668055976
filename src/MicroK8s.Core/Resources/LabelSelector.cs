using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>Label selectors as text.</summary>
public static class LabelSelector
{
    /// <summary>A selector of the API (<c>matchLabels</c>, <c>matchExpressions</c>) in the syntax of kubectl's <c>-l</c>.</summary>
    /// <param name="selector">The selector. Null selects nothing in a workload, and reads as empty.</param>
    /// <returns>All requirements, joined by commas: each must hold.</returns>
    public static string Text(JsonElement? selector)
    {
        if (selector is not { } json) return "";
        IEnumerable<string> labels = json.Map("matchLabels").Select(label => $"{label.Key}={label.Value}");
        return string.Join(',', labels.Concat(json.Items("matchExpressions").Select(Requirement)));
    }

    private static string Requirement(JsonElement expression)
    {
        string key = expression.Text("key") ?? "";
        string values = string.Join(',', expression.Items("values").Select(value => value.GetString()));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key,
        };
    }
}

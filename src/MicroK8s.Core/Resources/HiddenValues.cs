using System.Globalization;
using System.Text.Json.Nodes;

namespace MicroK8s.Resources;

/// <summary>
/// Stands in for secret values while two objects are compared: that a value is another one can be told, but never
/// the value.
/// </summary>
internal sealed class HiddenValues
{
    /// <summary>What is shown for a value.</summary>
    public const string Text = "(hidden)";

    /// <summary>
    /// A character that no value of an object can begin with, so that nothing else is taken for a stand-in.
    /// </summary>
    private const string Mark = "\uffff";

    private readonly List<JsonNode> _values = [];

    /// <summary>What stands for a value: the same for the same one.</summary>
    public string Hide(JsonNode value)
    {
        int index = _values.FindIndex(known => JsonNode.DeepEquals(known, value));
        if (index < 0)
        {
            index = _values.Count;
            _values.Add(value);
        }

        return Mark + index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A difference as it may be shown.</summary>
    public static JsonDifference Show(JsonDifference difference) => difference with
    {
        From = IsHidden(difference.From) ? Text : difference.From,
        To = (IsHidden(difference.From), IsHidden(difference.To)) switch
        {
            (true, true) => "(hidden, another)",
            (false, true) => Text,
            _ => difference.To,
        },
    };

    // JSON text, shown where a list became a map or the like, writes the mark as an escape.
    private static bool IsHidden(string? text) =>
        text is not null && (text.Contains(Mark, StringComparison.Ordinal)
            || text.Contains("\\uffff", StringComparison.OrdinalIgnoreCase));
}

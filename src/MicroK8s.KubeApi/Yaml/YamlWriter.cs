using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>
/// Writes JSON as YAML in the manner of kubectl: block style, lists not indented, texts quoted only where they would
/// be read as something else, several lines as a literal block.
/// </summary>
internal sealed class YamlWriter
{
    /// <summary>A longer key must be marked as one (YAML 1.1 §9.3.1).</summary>
    private const int LongestSimpleKey = 1000;

    private readonly StringBuilder _text = new();

    private YamlWriter()
    {
    }

    public static string Write(JsonObject document)
    {
        var writer = new YamlWriter();
        if (document.Count == 0) return "{}\n";
        writer.Entries(document, indent: 0, isInline: true);
        return writer._text.ToString();
    }

    /// <summary>The entries of a mapping, each on lines of its own.</summary>
    /// <param name="mapping">The mapping; not empty.</param>
    /// <param name="indent">The column of its keys.</param>
    /// <param name="isInline">Whether the first key goes on the line that is begun, after a hyphen.</param>
    private void Entries(JsonObject mapping, int indent, bool isInline)
    {
        foreach ((string key, JsonNode? value) in mapping)
        {
            if (!isInline) _text.Append(' ', indent);
            isInline = false;
            string name = YamlScalarText.Key(key);
            _text.Append(name.Length > LongestSimpleKey ? $"? {name}\n{new string(' ', indent)}:" : $"{name}:");
            Value(value, indent, isItem: false);
        }
    }

    private void Items(JsonArray sequence, int indent, bool isInline)
    {
        foreach (JsonNode? item in sequence)
        {
            if (!isInline) _text.Append(' ', indent);
            isInline = false;
            _text.Append('-');
            Value(item, indent, isItem: true);
        }
    }

    /// <summary>What follows a colon or a hyphen, up to the line's end.</summary>
    private void Value(JsonNode? value, int indent, bool isItem)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } mapping:
                _text.Append(isItem ? ' ' : '\n');
                Entries(mapping, indent + 2, isItem);
                break;
            case JsonArray { Count: > 0 } sequence:
                _text.Append(isItem ? ' ' : '\n');
                Items(sequence, isItem ? indent + 2 : indent, isItem);
                break;
            default:
                _text.Append(' ').Append(Scalar(value, indent + 2)).Append('\n');
                break;
        }
    }

    private static string Scalar(JsonNode? value, int indent) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => YamlScalarText.Of(value.GetValue<string>(), indent),
        _ => value.ToJsonString(),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>Makes JSON of one document: writes aliases out and merges what <c>&lt;&lt;</c> names.</summary>
internal sealed class YamlConversion(string source)
{
    /// <summary>
    /// Far more nodes than an object may have: the API server takes no request of more than 3 MiB. Without a bound, a
    /// few lines of aliases to aliases would fill the memory.
    /// </summary>
    private const int MostNodes = 1_000_000;

    /// <summary>Aliases of aliases may be nested deeper than the text itself; the stack is not endless.</summary>
    private const int DeepestLevel = 500;

    private readonly Dictionary<string, YamlPosition> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>The places of all that was converted, by JSON pointer.</summary>
    public IReadOnlyDictionary<string, YamlPosition> Positions => _positions;

    /// <summary>What stands in the text for every number and truth value, by JSON pointer.</summary>
    public IReadOnlyDictionary<string, string> Written => _written;

    /// <summary>The document as JSON; null if it is empty.</summary>
    public JsonNode? Convert(YamlItem root)
    {
        _positions[""] = root.At;
        return Convert(root, "", level: 1);
    }

    private JsonNode? Convert(YamlItem item, string path, int level)
    {
        Count(item, level);
        return item switch
        {
            YamlItem.Sequence sequence => ConvertItems(sequence, path, level + 1),
            YamlItem.Mapping mapping => ConvertEntries(mapping, path, level + 1),
            _ => ConvertScalar((YamlItem.Scalar)item, path),
        };
    }

    private JsonNode? ConvertScalar(YamlItem.Scalar scalar, string path)
    {
        if (scalar.Value is { } value && value.GetValueKind() != JsonValueKind.String) _written[path] = scalar.Written;
        return scalar.Value?.DeepClone();
    }

    private JsonArray ConvertItems(YamlItem.Sequence sequence, string path, int level)
    {
        var array = new JsonArray();
        foreach (YamlItem item in sequence.Items)
        {
            string at = $"{path}/{array.Count}";
            _positions[at] = item.At;
            array.Add(Convert(item, at, level));
        }

        return array;
    }

    private JsonObject ConvertEntries(YamlItem.Mapping mapping, string path, int level)
    {
        var json = new JsonObject();
        foreach (YamlEntry entry in Merge(mapping, level))
        {
            string at = $"{path}/{JsonPatch.Escape(entry.Key)}";
            _positions[at] = entry.At;
            json[entry.Key] = Convert(entry.Value, at, level);
        }

        return json;
    }

    /// <summary>
    /// The entries of a mapping with those it merges: its own win, then the earlier ones (yaml.org/type/merge).
    /// </summary>
    private IEnumerable<YamlEntry> Merge(YamlItem.Mapping mapping, int level)
    {
        Count(mapping, level);
        YamlEntry[] own = [.. mapping.Entries.Where(entry => !entry.IsMerge)];
        if (own.Length == mapping.Entries.Count) return own;

        YamlItem merged = mapping.Entries.Single(entry => entry.IsMerge).Value;
        IEnumerable<YamlEntry> others = merged switch
        {
            YamlItem.Mapping one => Merge(one, level + 1),
            YamlItem.Sequence several => several.Items.SelectMany(item => item is YamlItem.Mapping one
                ? Merge(one, level + 1)
                : throw YamlFaults.At(source, item.At, "<< can only merge mappings")),
            _ => throw YamlFaults.At(source, merged.At, "<< can only merge mappings"),
        };
        return own.Concat(others).DistinctBy(entry => entry.Key);
    }

    private void Count(YamlItem item, int level)
    {
        if (++_nodes <= MostNodes && level <= DeepestLevel) return;
        throw YamlFaults.At(
            source, item.At, $"its aliases make more than {MostNodes} nodes or {DeepestLevel} levels of it");
    }
}

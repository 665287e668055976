using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using MicroK8s.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>Makes trees of the parser's events: one text, read once.</summary>
internal sealed class YamlComposer(string text, string source)
{
    /// <summary>Deeper than any manifest; what is deeper would exhaust the stack.</summary>
    private const int DeepestLevel = 250;

    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0xA0).Select(code => (char)code)
            .Where(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\x85')),
    ]);

    private readonly Parser _parser = new(new StringReader(text.TrimStart('\uFEFF')));
    private readonly Dictionary<string, YamlItem> _anchors = new(StringComparer.Ordinal);
    private int _level;

    /// <summary>The roots of all documents, also of the empty ones.</summary>
    public IReadOnlyList<YamlItem> Compose()
    {
        RefuseControlCharacters();
        try
        {
            var roots = new List<YamlItem>();
            _parser.Consume<StreamStart>();
            while (!_parser.TryConsume<StreamEnd>(out _))
            {
                _parser.Consume<DocumentStart>();
                _anchors.Clear();
                roots.Add(Read());
                _parser.Consume<DocumentEnd>();
            }

            return roots;
        }
        catch (YamlException exception)
        {
            YamlPosition at = TabIn(exception.Message) ?? Position(exception.Start);
            throw YamlFaults.At(source, at, Say(exception.Message), inner: exception);
        }
        catch (InvalidOperationException exception)
        {
            // YamlDotNet's scanner throws this for some unclosed flow collections.
            YamlPosition at = Position(_parser.Current?.End ?? Mark.Empty);
            throw YamlFaults.At(source, at, "a bracket or brace is not closed", inner: exception);
        }
        catch (ArgumentException exception)
        {
            // And this for what it makes of the text without a look at it: characters of escapes, such as "\ud800",
            // and addresses of tags.
            YamlPosition at = Position(_parser.Current?.End ?? Mark.Empty);
            throw YamlFaults.At(source, at, "what follows has an escape or a tag that means nothing", inner: exception);
        }
    }

    /// <summary>
    /// YAML has none, apart from blanks and line ends, and go-yaml refuses them too. The parser would take a NUL for
    /// the end of the text, and what stands behind it would be lost.
    /// </summary>
    private void RefuseControlCharacters()
    {
        int at = text.AsSpan().IndexOfAny(ControlCharacters);
        if (at < 0) return;
        string before = text[..at];
        var place = new YamlPosition(before.Count(c => c == '\n') + 1, at - before.LastIndexOf('\n'));
        throw YamlFaults.At(
            source, place, $"the control character U+{(int)text[at]:X4} stands here", "Is the file UTF-8?");
    }

    private YamlItem Read()
    {
        if (++_level > DeepestLevel)
        {
            throw YamlFaults.At(source, Start(_parser.Current!), $"it is nested more than {DeepestLevel} levels deep");
        }

        YamlItem item = _parser.Current switch
        {
            AnchorAlias alias => Resolve(alias),
            Scalar scalar => Remember(scalar, new YamlItem.Scalar(Start(scalar), ValueOf(scalar), scalar.Value)),
            SequenceStart sequence => ReadSequence(sequence),
            _ => ReadMapping(_parser.Consume<MappingStart>()),
        };
        _level--;
        return item;
    }

    private YamlItem Resolve(AnchorAlias alias)
    {
        _parser.MoveNext();
        return _anchors.GetValueOrDefault(alias.Value.Value) ?? throw YamlFaults.At(
            source, Start(alias), $"*{alias.Value} refers to an anchor that is not complete before it");
    }

    private YamlItem Remember(NodeEvent node, YamlItem item)
    {
        if (node is Scalar) _parser.MoveNext();
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor.Value] = item;
        return item;
    }

    private YamlItem ReadSequence(SequenceStart start)
    {
        Refuse(start, "seq");
        _parser.MoveNext();
        var items = new List<YamlItem>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Read());
        return Remember(start, new YamlItem.Sequence(Start(start), items));
    }

    private YamlItem ReadMapping(MappingStart start)
    {
        Refuse(start, "map");
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Scalar? plain = _parser.Current as Scalar;
            YamlPosition at = Start(_parser.Current!);
            bool isMerge = plain is { Value: "<<", Style: ScalarStyle.Plain };
            string key = isMerge ? "<<" : KeyOf(Read(), plain);
            if (isMerge) _parser.MoveNext();
            if (!keys.Add(key)) throw YamlFaults.At(source, at, $"the key '{key}' stands here for the second time");
            entries.Add(new YamlEntry(at, key, Read(), isMerge));
        }

        return Remember(start, new YamlItem.Mapping(Start(start), entries));
    }

    /// <summary>
    /// A key as text. kubectl turns a key such as <c>on</c> or <c>0x10</c> into <c>true</c> or <c>16</c> without a
    /// word (sigs.k8s.io/yaml, convertToJSONableObject); whoever wrote it hardly means that, so it is refused.
    /// </summary>
    private string KeyOf(YamlItem key, Scalar? written)
    {
        string? text = (key as YamlItem.Scalar)?.Value?.ToString();
        if (text is null) throw YamlFaults.At(source, key.At, "a key must be a text");
        return written is null || written.Value == text ? text : throw YamlFaults.At(
            source, key.At, $"the key {written.Value} would be read as '{text}'", "Put it in quotes.");
    }

    private JsonNode? ValueOf(Scalar scalar)
    {
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        if (scalar.Tag.IsEmpty && !isPlain) return JsonValue.Create(scalar.Value);
        if (!scalar.Tag.IsEmpty && scalar.Tag.IsNonSpecific) return JsonValue.Create(scalar.Value);
        string? tag = scalar.Tag.IsEmpty ? null : TagOf(scalar);
        if (tag is "str" or "timestamp") return JsonValue.Create(scalar.Value);

        bool isText = !PlainScalar.TryRead(scalar.Value, out JsonNode? value);
        if (tag is null) return isText ? JsonValue.Create(scalar.Value) : Finite(scalar, value);
        bool fits = !isText && tag == PlainScalar.TagOf(value);
        return fits || (tag == "float" && PlainScalar.TagOf(value) == "int")
            ? Finite(scalar, value)
            : throw YamlFaults.At(source, Start(scalar), $"'{scalar.Value}' is no !!{tag}");
    }

    private JsonNode? Finite(Scalar scalar, JsonNode? value) => PlainScalar.IsFinite(value)
        ? value
        : throw YamlFaults.At(source, Start(scalar), $"JSON has no number {scalar.Value}");

    private void Refuse(NodeEvent node, string expected)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific || TagOf(node) == expected) return;
        throw YamlFaults.At(source, Start(node), $"JSON has nothing for the tag {node.Tag.Value}");
    }

    private string TagOf(NodeEvent node)
    {
        const string Known = "tag:yaml.org,2002:";
        string tag = node.Tag.Value;
        string name = tag.StartsWith(Known, StringComparison.Ordinal) ? tag[Known.Length..] : "";
        return name is "str" or "int" or "float" or "bool" or "null" or "timestamp" or "seq" or "map"
            ? name
            : throw YamlFaults.At(source, Start(node), $"JSON has nothing for the tag {tag}");
    }

    /// <summary>The first tab in an indentation; the parser only tells where the mapping around it starts.</summary>
    private YamlPosition? TabIn(string message)
    {
        if (!message.Contains("tab", StringComparison.Ordinal)) return null;
        string[] lines = text.Split('\n');
        int line = Array.FindIndex(lines, line => line.AsSpan(0, line.Length - line.TrimStart().Length).Contains('\t'));
        return line < 0 ? null : new YamlPosition(line + 1, lines[line].IndexOf('\t', StringComparison.Ordinal) + 1);
    }

    private static string Say(string message)
    {
        string plain = message.TrimEnd('.');
        return plain.Length == 0 ? "no YAML" : char.ToLower(plain[0], CultureInfo.InvariantCulture) + plain[1..];
    }

    private static YamlPosition Start(ParsingEvent node) => Position(node.Start);

    private static YamlPosition Position(Mark mark) => new((int)mark.Line, (int)mark.Column);
}

using System.Text.Json.Nodes;

namespace MicroK8s.Services.Spec;

/// <summary>A part of the JSON Schema of service files.</summary>
/// <param name="Json">The schema as JSON text.</param>
public sealed record FieldSchema(string Json)
{
    /// <summary>The words that it allows. Empty if it allows others.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>Any text.</summary>
    public static FieldSchema Text { get; } = new("""{ "type": "string" }""");

    /// <summary>A single value, which is read as text.</summary>
    public static FieldSchema Scalar { get; } = new("""{ "type": ["string", "number", "boolean"] }""");

    /// <summary>A truth value.</summary>
    public static FieldSchema Flag { get; } = new("""{ "type": "boolean" }""");

    /// <summary>Labels and the like: keys with single values.</summary>
    public static FieldSchema Map { get; } = MapOf(Scalar);

    /// <summary>A number of pods, or a share of them such as <c>25%</c>.</summary>
    public static FieldSchema CountOrPercent { get; } =
        new("""{ "type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+%?$" }""");

    /// <summary>A whole number.</summary>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed. Null for no bound.</param>
    public static FieldSchema Number(long least, long? most = null) => new(most is null
        ? $$"""{ "type": "integer", "minimum": {{least}} }"""
        : $$"""{ "type": "integer", "minimum": {{least}}, "maximum": {{most}} }""");

    /// <summary>One word of several.</summary>
    /// <param name="words">The words.</param>
    public static FieldSchema Choice(IReadOnlyList<string> words) =>
        new($$"""{ "enum": [{{string.Join(", ", words.Select(word => $"\"{word}\""))}}] }""") { Words = words };

    /// <summary>Any of several forms.</summary>
    /// <param name="forms">The forms.</param>
    public static FieldSchema AnyOf(params IEnumerable<FieldSchema> forms) =>
        new($$"""{ "anyOf": [{{string.Join(", ", forms.Select(form => form.Json))}}] }""");

    /// <summary>A list; a single item may stand without one.</summary>
    /// <param name="item">The items.</param>
    public static FieldSchema ListOf(FieldSchema item) =>
        AnyOf(item, new FieldSchema($$"""{ "type": "array", "items": {{item.Json}} }"""));

    /// <summary>Keys of free choice.</summary>
    /// <param name="value">Their values.</param>
    public static FieldSchema MapOf(FieldSchema value) =>
        new($$"""{ "type": "object", "additionalProperties": {{value.Json}} }""");

    /// <summary>The schema as a new node.</summary>
    public JsonObject ToNode() => JsonNode.Parse(Json)!.AsObject();
}

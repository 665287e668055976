using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;

namespace MicroK8s.Services;

/// <summary>
/// Values as given by parameters, table rows and files: text, truth value, number, list (<c>object?[]</c>) or
/// hashtable (a list of pairs).
/// </summary>
public static class InputList
{
    /// <summary>
    /// The items of a list; anything else is a list of itself, and null or a blank text an empty one.
    /// </summary>
    /// <param name="value">The value as given.</param>
    public static IReadOnlyList<object?> Of(object? value) => value switch
    {
        null => [],
        string text when string.IsNullOrWhiteSpace(text) => [],
        IReadOnlyList<KeyValuePair<string, object?>> pairs => [pairs],
        object?[] items => items,
        _ => [value],
    };

    /// <summary>The items of a list that are not blank; a text may hold several, separated by commas.</summary>
    /// <param name="value">The value as given.</param>
    public static IEnumerable<object?> Separated(object? value) => Of(value).SelectMany<object?, object?>(
        item => item switch
        {
            null => [],
            string text => text.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            _ => [item],
        });

    /// <summary>The items of a list as texts, exactly as they are.</summary>
    /// <param name="value">The value as given.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec: an item is not a single value.</exception>
    public static IReadOnlyList<string> Texts(object? value, string parameter) =>
        [.. Of(value).Select(item => InputText.Of(parameter, $"{item}", item))];

    /// <summary>The pairs of a hashtable.</summary>
    /// <param name="value">The value as given. Null means none.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is no hashtable.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> Pairs(object? value, string parameter) => value switch
    {
        null => [],
        IReadOnlyList<KeyValuePair<string, object?>> pairs => pairs,
        string text => PairsOf(PartsOf(text), parameter),
        object?[] items when items.All(item => item is string) => PairsOf(items.Cast<string>(), parameter),
        _ => throw InvalidInput.Of(parameter, value, "is neither a hashtable nor a text KEY=VALUE;KEY=VALUE"),
    };

    /// <summary>A document as such values.</summary>
    /// <param name="node">A part of a YAML or JSON document.</param>
    public static object? From(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.Select(pair => KeyValuePair.Create(pair.Key, From(pair.Value))).ToArray(),
        JsonArray list => list.Select(From).ToArray(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => node.ToJsonString(),
        },
    };

    /// <summary>The parts of <c>KEY=VALUE;KEY=VALUE</c>, which may stand on lines of their own, too.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> PartsOf(string text) =>
        text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static KeyValuePair<string, object?>[] PairsOf(IEnumerable<string> parts, string parameter) =>
    [
        .. parts.Select((part, index) =>
        {
            // What is not understood may be half a password, so it is counted and not shown.
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            return equals > 0
                ? KeyValuePair.Create(part[..equals].TrimEnd(), (object?)part[(equals + 1)..].TrimStart())
                : throw InvalidInput.Of(parameter, $"part {index + 1} of the text", "is not KEY=VALUE");
        }),
    ];
}

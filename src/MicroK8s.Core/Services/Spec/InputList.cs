using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>
/// Values as given by parameters, table rows and files: text, truth value, number (in files, both with the text that
/// stands there: <see cref="WrittenValue"/>), list (<c>object?[]</c>) or hashtable (a list of pairs).
/// </summary>
public static class InputList
{
    /// <summary>
    /// The items of a list; anything else is a list of itself, and null or a blank text an empty one. No list is one of
    /// numbers, so every single item of a file is the text that stands there.
    /// </summary>
    /// <param name="value">The value as given.</param>
    public static IReadOnlyList<object?> Of(object? value) => value switch
    {
        null => [],
        string text when string.IsNullOrWhiteSpace(text) => [],
        IReadOnlyList<KeyValuePair<string, object?>> pairs => [pairs],
        object?[] items => [.. items.Select(item => item is WrittenValue written ? written.Text : item)],
        WrittenValue written => [written.Text],
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
        [.. Of(value).Select((item, index) => InputText.Of(parameter, $"item {index + 1}", item))];

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

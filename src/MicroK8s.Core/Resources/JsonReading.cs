using System.Globalization;
using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>
/// Reads values of an API object by path. The API omits zero, false and empty values, so what is absent reads as
/// such: a count that is not there is 0, never null (<c>null &lt; 3</c> is false in C#).
/// </summary>
public static class JsonReading
{
    /// <summary>The value at a path of property names. Null if any part is absent or null.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string part in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !TryFind(element, part, out element)) return null;
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    /// <summary>The text at a path; a number is given as written. Null if absent.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) switch
    {
        { ValueKind: JsonValueKind.String } text => JsonText.Of(text),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The whole number at a path, 0 if absent.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static int Count(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value) ? value : 0;

    /// <summary>The whole number at a path, null if absent: for fields whose default is not 0.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static int? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int value)
            ? value
            : null;

    /// <summary>The truth value at a path, false if absent.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The time at a path, UTC. Null if absent.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(
            element.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUniversalTime()
            : null;

    /// <summary>The items of the array at a path, none if absent.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The map of texts at a path, empty if absent; of a key that stands twice the last one counts.</summary>
    /// <param name="element">Where the path begins; undefined reads as absent.</param>
    /// <param name="path">The names of properties, from the outermost.</param>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.At(path) is not { ValueKind: JsonValueKind.Object } map) return texts;
        foreach (JsonProperty property in map.EnumerateObject())
        {
            texts[JsonText.NameOf(property)] = JsonText.Of(property.Value);
        }

        return texts;
    }

    private static bool TryFind(JsonElement map, string name, out JsonElement value)
    {
        try
        {
            return map.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // One of the names is no text; the others are still to be found.
            JsonProperty found = map.EnumerateObject().LastOrDefault(property => JsonText.NameOf(property) == name);
            value = found.Value;
            return value.ValueKind != JsonValueKind.Undefined;
        }
    }
}

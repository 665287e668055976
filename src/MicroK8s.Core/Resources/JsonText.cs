using System.Text.Json;

namespace MicroK8s.Resources;

/// <summary>
/// Texts of JSON that may be none: half of a surrogate pair alone, or bytes that are no UTF-8. JSON is read without a
/// look at them, and .NET throws only where such a text is taken. No API server writes one.
/// </summary>
internal static class JsonText
{
    /// <summary>What stands for a text that is none, as for a single character in Go.</summary>
    private const string Replacement = "\ufffd";

    /// <summary>A text as it is, anything else as written.</summary>
    /// <param name="element">The element.</param>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.ToString();
        }
        catch (InvalidOperationException)
        {
            return Replacement;
        }
    }

    /// <summary>The name of a property.</summary>
    /// <param name="property">The property.</param>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Replacement;
        }
    }

    /// <summary>JSON that others have put into a text. Null if it is none.</summary>
    /// <param name="json">The text.</param>
    public static JsonElement? Parse(string json)
    {
        try
        {
            return KubeObject.Parse(json).Json;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

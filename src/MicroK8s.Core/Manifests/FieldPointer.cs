using System.Text.RegularExpressions;

namespace MicroK8s.Manifests;

/// <summary>Finds the field that a refusal of the server speaks of.</summary>
internal static partial class FieldPointer
{
    /// <summary>The JSON pointer of the field; empty if the message names none.</summary>
    /// <param name="message">
    /// Such as <c>failed to create typed patch object: .spec.replicaz: field not declared in schema</c>, or, from 1.25
    /// on, <c>strict decoding error: unknown field "spec.replicaz"</c>.
    /// </param>
    public static string In(string message)
    {
        Match match = Field().Match(message);
        if (!match.Success) return "";
        string[] parts = match.Groups["path"].Value.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(parts.Select(part => $"/{part}"));
    }

    [GeneratedRegex("typed patch(?: object)?: (?<path>\\.[^\\s:]+): |unknown field \"(?<path>[^\"]+)\"")]
    private static partial Regex Field();
}

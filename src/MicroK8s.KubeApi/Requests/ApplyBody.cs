using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MicroK8s.KubeApi.Requests;

/// <summary>The body of a server-side apply, which the server reads as YAML.</summary>
internal static partial class ApplyBody
{
    /// <summary>
    /// A manifest as JSON that is YAML, too. JSON writes a character beyond U+FFFF as the two halves of a surrogate
    /// pair, in escapes that are no characters to YAML, so such characters are written as they are.
    /// </summary>
    /// <param name="manifest">The manifest.</param>
    public static string Of(JsonObject manifest) => Escape().Replace(
        manifest.ToJsonString(),
        escape => escape.Groups["high"].Success
            ? $"{Half(escape.Groups["high"].Value)}{Half(escape.Groups["low"].Value)}"
            : escape.Value);

    private static char Half(string digits) =>
        (char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // Every escape is taken, so that the u of an escaped backslash and a u begins none.
    [GeneratedRegex(@"\\(?:u(?<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?<low>[dD][c-fC-F][0-9a-fA-F]{2})|.)")]
    private static partial Regex Escape();
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MicroK8s.KubeApi.Yaml;

/// <summary>
/// What an unquoted scalar means: exactly what it means to kubectl, so that a file means the same to both. That is
/// YAML 1.1, where <c>yes</c>, <c>on</c> and <c>y</c> are truth values and <c>0644</c> is octal, without numbers to
/// the base 60 and without dates (kubernetes-sigs/yaml, goyaml.v2/resolve.go).
/// </summary>
internal static partial class PlainScalar
{
    /// <summary>Reads a scalar that is not a text.</summary>
    /// <param name="text">The scalar as written, without quotes.</param>
    /// <param name="value">Its value; null is one. Not finite for <c>.inf</c> and <c>.nan</c>.</param>
    /// <returns>False if it is a text.</returns>
    public static bool TryRead(string text, out JsonNode? value)
    {
        value = null;
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return true;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                value = JsonValue.Create(true);
                return true;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                value = JsonValue.Create(false);
                return true;
        }

        value = Special().IsMatch(text) ? JsonValue.Create(double.NaN) : Number(text);
        return value is not null;
    }

    /// <summary>The tag of a value that is not a text, without its prefix.</summary>
    public static string TagOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue truth when truth.TryGetValue<bool>(out _) => "bool",
        JsonValue number when number.TryGetValue<double>(out _) && !number.TryGetValue<JsonElement>(out _) => "float",
        _ => "int",
    };

    /// <summary>Whether JSON can say it.</summary>
    public static bool IsFinite(JsonNode? value) =>
        value is not JsonValue number || !number.TryGetValue(out double real) || double.IsFinite(real);

    /// <summary>Whether another reader of YAML, of version 1.1 or 1.2, may take a text for something else.</summary>
    public static bool IsAmbiguous(string text) => TryRead(text, out _) || Ambiguous().IsMatch(text);

    private static JsonValue? Number(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.')) return null;
        string plain = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (Whole().Match(plain) is { Success: true } whole) return Whole(whole);
        return Real().IsMatch(plain)
            && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            && double.IsFinite(real)
                ? JsonValue.Create(real)
                : null;
    }

    private static JsonValue Whole(Match match)
    {
        BigInteger value = match switch
        {
            _ when match.Groups["hex"].Success => Parse(match.Groups["hex"].Value, 16),
            _ when match.Groups["octal"].Success => Parse(match.Groups["octal"].Value, 8),
            _ when match.Groups["binary"].Success => Parse(match.Groups["binary"].Value, 2),
            _ => BigInteger.Parse(match.Groups["decimal"].Value, CultureInfo.InvariantCulture),
        };
        if (match.Value[0] == '-') value = -value;
        return value >= long.MinValue && value <= long.MaxValue
            ? JsonValue.Create((long)value)
            : JsonNode.Parse(value.ToString(CultureInfo.InvariantCulture))!.AsValue();
    }

    private static BigInteger Parse(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + Convert.ToInt32($"{digit}", 16));

    [GeneratedRegex(
        "^[-+]?(?:0[xX](?<hex>[0-9a-fA-F]+)|0[oO](?<octal>[0-7]+)|0[bB](?<binary>[01]+)|0(?<octal>[0-7]+)"
        + @"|(?<decimal>0|[1-9][0-9]*))\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Real();

    [GeneratedRegex(@"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Special();

    // Dates, numbers to the base 60, and YAML 1.1's default and merge keys.
    [GeneratedRegex(@"^(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|=|<<)\z")]
    private static partial Regex Ambiguous();
}

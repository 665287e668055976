using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Conventions;

/// <summary>
/// An amount such as <c>250m</c> or <c>64Mi</c>: the grammar of Kubernetes' resource.Quantity
/// (kubernetes/apimachinery, pkg/api/resource/quantity.go). Exact to a billionth; the rest is rounded up, as there.
/// </summary>
/// <param name="Text">The amount as given.</param>
/// <param name="Nanos">The amount in billionths of the unit.</param>
public sealed partial record Quantity(string Text, BigInteger Nanos)
{
    private const int NanoDigits = 9;
    private const string BinarySuffixes = "KMGTPE";

    private static readonly Dictionary<string, int> Exponents = new(StringComparer.Ordinal)
    {
        ["n"] = -9, ["u"] = -6, ["m"] = -3, ["k"] = 3, ["M"] = 6, ["G"] = 9, ["T"] = 12, ["P"] = 15, ["E"] = 18,
    };

    /// <summary>Whether it is a whole number of units.</summary>
    public bool IsWhole => Nanos % BigInteger.Pow(10, NanoDigits) == 0;

    /// <summary>Reads an amount. Null if it is none.</summary>
    /// <param name="text">The amount.</param>
    public static Quantity? TryParse(string text)
    {
        Match match = Grammar().Match(text);
        string whole = match.Groups["whole"].Value;
        string fraction = match.Groups["fraction"].Value;
        if (!match.Success || whole.Length + fraction.Length == 0) return null;

        var digits = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
        if (match.Groups["sign"].Value == "-") digits = -digits;
        int exponent = NanoDigits - fraction.Length;
        if (match.Groups["exponent"] is { Success: true } scientific)
        {
            exponent += int.Parse(scientific.Value, CultureInfo.InvariantCulture);
        }
        else if (match.Groups["decimal"] is { Success: true } suffix)
        {
            exponent += Exponents[suffix.Value];
        }
        else if (match.Groups["binary"] is { Success: true } binary)
        {
            digits *= BigInteger.Pow(1024, BinarySuffixes.IndexOf(binary.Value[0], StringComparison.Ordinal) + 1);
        }

        return new Quantity(text, Scale(digits, exponent));
    }

    /// <summary>Reads an amount.</summary>
    /// <param name="text">The amount.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <param name="key">What it is an amount of.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static Quantity Parse(string text, string parameter, string key) =>
        TryParse(text) ?? throw InvalidInput.Of(
            parameter, $"{key}={text}",
            "is not an amount: a number with n, u, m, k, M, G, T, P, E or Ki, Mi, Gi, Ti, Pi, Ei",
            Advise(text));

    private static string? Advise(string text)
    {
        // MB and mb are how people write it, and what the API does not read.
        Match match = HumanUnit().Match(text);
        return match.Success
            ? $"Write '{match.Groups["number"].Value}{match.Groups["unit"].Value.ToUpperInvariant()}i'."
            : null;
    }

    private static BigInteger Scale(BigInteger digits, int exponent)
    {
        if (exponent >= 0) return digits * BigInteger.Pow(10, exponent);
        BigInteger quotient = BigInteger.DivRem(digits, BigInteger.Pow(10, -exponent), out BigInteger rest);
        return rest.Sign > 0 ? quotient + 1 : rest.Sign < 0 ? quotient - 1 : quotient;
    }

    [GeneratedRegex(
        "^(?<sign>[+-])?(?<whole>[0-9]*)(?:\\.(?<fraction>[0-9]*))?"
        + "(?:[eE](?<exponent>[+-]?[0-9]{1,3})|(?<binary>[KMGTPE])i|(?<decimal>[numkMGTPE]))?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();

    [GeneratedRegex(
        "^(?<number>[0-9.]+) ?(?<unit>[kmgt])i?b?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex HumanUnit();
}

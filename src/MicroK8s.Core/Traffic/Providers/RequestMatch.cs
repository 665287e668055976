using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Traffic.Providers;

/// <summary>A header or cookie by which a request goes to the canary, whatever its weight.</summary>
/// <param name="IsCookie">Whether it is a cookie.</param>
/// <param name="Name">
/// The name; that of a header in lower case, because its case does not count (RFC 9110, 5.1).
/// </param>
/// <param name="Value">The whole value.</param>
public sealed partial record RequestMatch(bool IsCookie, string Name, string Value)
{
    /// <summary>Reads <c>NAME=VALUE</c> as a header.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is none.</exception>
    public static RequestMatch Header(string text)
    {
        (string name, string value) = Split("MatchHeader", text);
        return value.All(c => c is >= ' ' and <= '~')
            ? new RequestMatch(false, name.ToLowerInvariant(), value)
            : throw InvalidInput.Of(
                "MatchHeader", text, "contains a character that is not allowed in the value of a header");
    }

    /// <summary>Reads <c>NAME=VALUE</c> as a cookie.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is none.</exception>
    public static RequestMatch Cookie(string text)
    {
        (string name, string value) = Split("MatchCookie", text);
        return CookieValue().IsMatch(value)
            ? new RequestMatch(true, name, value)
            : throw InvalidInput.Of(
                "MatchCookie", text, "contains a character that is not allowed in the value of a cookie");
    }

    /// <summary>The parameter by which it was given.</summary>
    internal string Parameter => IsCookie ? "MatchCookie" : "MatchHeader";

    /// <summary>As it was given.</summary>
    internal string Text => $"{Name}={Value}";

    /// <inheritdoc/>
    public override string ToString() => $"{(IsCookie ? "cookie" : "header")} {Text}";

    private static (string Name, string Value) Split(string parameter, string text)
    {
        string[] parts = text.Split('=', 2);
        return parts.Length == 2 && Token().IsMatch(parts[0]) && parts[1].Length > 0
            ? (parts[0], parts[1])
            : throw InvalidInput.Of(
                parameter, text, "must be NAME=VALUE", "For example x-beta=true.");
    }

    // RFC 9110, 5.6.2.
    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    private static partial Regex Token();

    // RFC 6265, 4.1.1: no white space, quote, comma, semicolon or backslash.
    [GeneratedRegex(@"\A[!#-+\-.-:<-\[\]-~]+\z")]
    private static partial Regex CookieValue();
}

using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Conventions;

/// <summary>
/// What names Kubernetes accepts (kubernetes/apimachinery, pkg/util/validation/validation.go). Each member throws
/// <see cref="ClusterFault.InvalidSpec"/> with parameter, value and rule.
/// </summary>
public static partial class NameRules
{
    private const int LongestLabel = 63;
    private const int LongestSubdomain = 253;
    private const int LongestPortName = 15;

    /// <summary>The name of a microservice: it names a Service, whose name is a DNS label (RFC 1035).</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter it came by.</param>
    public static void CheckServiceName(string name, string parameter = "Name")
    {
        if (name.Length > LongestLabel || !DnsLabel1035().IsMatch(name))
        {
            throw InvalidInput.Of(
                parameter, name,
                "is not a DNS label: at most 63 characters a-z, 0-9 and '-', first a letter, last no '-'");
        }
    }

    /// <summary>The name of a namespace: a DNS label (RFC 1123).</summary>
    /// <param name="name">The name.</param>
    public static void CheckNamespace(string name)
    {
        if (name.Length > LongestLabel || !DnsLabel1123().IsMatch(name))
        {
            throw InvalidInput.Of(
                "Namespace", name, "is not a DNS label: at most 63 characters a-z, 0-9 and '-', first and last no '-'");
        }
    }

    /// <summary>The name of an object that others refer to, such as a ConfigMap: a DNS name (RFC 1123).</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <param name="what">What it names, with its article.</param>
    /// <returns>The name.</returns>
    public static string CheckObjectName(string name, string parameter, string what) =>
        name.Length is > 0 and <= LongestSubdomain && Subdomain().IsMatch(name) ? name : throw InvalidInput.Of(
            parameter, name,
            $"is not the name of {what}: at most 253 characters a-z, 0-9, '-' and '.', first and last no mark");

    /// <summary>A DNS label (RFC 1123), such as the name of a container or volume.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <param name="what">What it names, with its article.</param>
    /// <returns>The name.</returns>
    public static string CheckLabelName(string name, string parameter, string what) =>
        name.Length is > 0 and <= LongestLabel && DnsLabel1123().IsMatch(name) ? name : throw InvalidInput.Of(
            parameter, name,
            $"is not the name of {what}: at most 63 characters a-z, 0-9 and '-', first and last no '-'");

    /// <summary>A key of a ConfigMap or Secret.</summary>
    /// <param name="key">The key.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <returns>The key.</returns>
    public static string CheckDataKey(string key, string parameter) =>
        key.Length <= LongestSubdomain && DataKey().IsMatch(key) && key is not ("." or "..") ? key
            : throw InvalidInput.Of(
                parameter, key, "is not a key of a ConfigMap or Secret: letters, digits, '-', '_', '.'");

    /// <summary>The name of a port, shared by Service and container: IANA_SVC_NAME (RFC 6335 §5.1).</summary>
    /// <param name="name">The name.</param>
    public static bool IsPortName(string name) =>
        name.Length <= LongestPortName && PortName().IsMatch(name) && name.Any(char.IsAsciiLetter);

    /// <summary>The key of a label or annotation: <c>[prefix/]name</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="parameter">The parameter it came by.</param>
    public static void CheckKey(string key, string parameter)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        string name = key[(slash + 1)..];
        bool hasGoodPrefix = slash < 0
            || (slash is > 0 and <= LongestSubdomain && Subdomain().IsMatch(key[..slash]));
        if (!hasGoodPrefix || name.Length is 0 or > LongestLabel || !LabelText().IsMatch(name))
        {
            throw InvalidInput.Of(
                parameter, key,
                "is not a key: [DNS name/]name, the name at most 63 letters, digits, '-', '_', '.', "
                + "first and last a letter or digit");
        }
    }

    /// <summary>The value of a label.</summary>
    /// <param name="key">The label.</param>
    /// <param name="value">Its value; empty is allowed.</param>
    /// <param name="parameter">The parameter it came by.</param>
    public static void CheckLabelValue(string key, string value, string parameter = "Label")
    {
        if (value.Length > LongestLabel || (value.Length > 0 && !LabelText().IsMatch(value)))
        {
            throw InvalidInput.Of(
                parameter, $"{key}={value}",
                "has a wrong value: at most 63 letters, digits, '-', '_', '.', first and last a letter or digit");
        }
    }

    /// <summary>
    /// The nearest value that a label may have: a tag may be longer, and begin or end with a mark.
    /// </summary>
    /// <param name="text">A version, such as the tag of an image.</param>
    public static string ToLabelValue(string text) =>
        text.Trim('-', '_', '.') is var trimmed && trimmed.Length > LongestLabel
            ? trimmed[..LongestLabel].TrimEnd('-', '_', '.')
            : trimmed;

    /// <summary>The name of an environment variable.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter it came by.</param>
    public static void CheckEnvironmentName(string name, string parameter = "Environment")
    {
        if (!EnvironmentName().IsMatch(name) || name is "." || name.StartsWith("..", StringComparison.Ordinal))
        {
            throw InvalidInput.Of(
                parameter, name, "is not a variable name: letters, digits, '_', '-', '.', first no digit");
        }
    }

    [GeneratedRegex("^[a-z](?:[a-z0-9-]*[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel1035();

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsLabel1123();

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex PortName();

    [GeneratedRegex(
        "^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelText();

    [GeneratedRegex("^[-._A-Za-z0-9]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DataKey();

    [GeneratedRegex("^[A-Za-z_.-][A-Za-z0-9_.-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvironmentName();
}

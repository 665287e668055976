using System.Text.RegularExpressions;

namespace MicroK8s.Access;

/// <summary>
/// The patterns of Istio's AuthorizationPolicies: exact, <c>abc*</c>, <c>*abc</c>, and <c>*</c> for what is there at
/// all (istio.io, "Authorization Policy", Rule; istio/istio, pilot/pkg/security/authz/matcher).
/// </summary>
internal static partial class MeshPattern
{
    /// <summary>Patterns come from the cluster: none may run away.</summary>
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Whether a pattern fits a text.</summary>
    /// <param name="pattern">The pattern; a star at its begin counts first, any other star is a letter.</param>
    /// <param name="text">The text; an empty one fits no <c>*</c>.</param>
    public static bool Fits(string pattern, string text) => Fits(pattern, text, StringComparison.Ordinal);

    /// <summary>The same for hosts, whose case does not count.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="host">The host header, with its port if it has one.</param>
    public static bool FitsHost(string pattern, string host) =>
        Fits(pattern, host, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The same for paths, which may also be templates: <c>{*}</c> is one segment, <c>{**}</c> any number of them.
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="path">The path without its query.</param>
    public static bool FitsPath(string pattern, string path)
    {
        if (!pattern.Contains("{*}", StringComparison.Ordinal) && !pattern.Contains("{**}", StringComparison.Ordinal))
        {
            return Fits(pattern, path);
        }

        string[] parts = Operator().Split(pattern);
        string expression = string.Concat(parts.Select(part => part switch
        {
            "{*}" => "[^/]+",
            "{**}" => ".*",
            _ => Regex.Escape(part),
        }));
        return Regex.IsMatch(path, $@"\A{expression}\z", Linear);
    }

    /// <summary>
    /// The same for namespaces, where a star may stand anywhere (istio/istio, pilot/pkg/security/authz/model/
    /// generator.go, <c>srcNamespaceGenerator</c>).
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="namespaceName">The namespace.</param>
    public static bool FitsNamespace(string pattern, string namespaceName) => Regex.IsMatch(
        namespaceName, $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z",
        Linear);

    private static bool Fits(string pattern, string text, StringComparison comparison)
    {
        if (pattern == "*") return text.Length > 0;
        if (pattern.StartsWith('*')) return text.EndsWith(pattern[1..], comparison);
        return pattern.EndsWith('*')
            ? text.StartsWith(pattern[..^1], comparison)
            : text.Equals(pattern, comparison);
    }

    [GeneratedRegex(@"(\{\*{1,2}\})")]
    private static partial Regex Operator();
}

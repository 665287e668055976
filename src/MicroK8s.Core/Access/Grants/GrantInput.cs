using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Access.Grants;

/// <summary>
/// Methods and paths that can ever match: one that cannot would close the service to the caller that it is meant for.
/// </summary>
internal static class GrantInput
{
    /// <summary>RFC 9110 §9 and RFC 5789.</summary>
    private static readonly string[] Known =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

    /// <summary>The methods in upper case: the proxy compares them exactly, and HTTP sends them so.</summary>
    /// <exception cref="ClusterException">InvalidSpec: no method.</exception>
    public static IReadOnlyList<string> Methods(IEnumerable<string> methods) =>
    [
        .. methods.Select(method => Known.FirstOrDefault(one => one.Equals(method, StringComparison.OrdinalIgnoreCase))
            ?? throw InvalidInput.Of(
                "Method", method, $"must be one of {string.Join(", ", Known)}", Suggestions.For(method, Known)))
            .Distinct(),
    ];

    /// <summary>
    /// What a grant is restricted to, such as <c>GET /public/*</c>; empty if it allows every request.
    /// </summary>
    public static string Restriction(AccessGrantRequest request, IEnumerable<AccessPort> ports) => string.Join(
        ' ', [.. Methods(request.Methods), .. request.Paths, .. ports.Select(port => $"port {port}")]);

    /// <summary>Throws if a path can match no request.</summary>
    /// <param name="path">A path: exact, <c>/a/*</c>, <c>*/a</c>, <c>*</c>, or a template with <c>{*}</c>.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckPath(string path)
    {
        if (path.Length == 0 || path[0] is not ('/' or '*'))
        {
            throw InvalidInput.Of(
                "Path", path, "matches no request: a path begins with '/'",
                path.Length == 0 ? null : $"Write /{path}.");
        }

        if (path.AsSpan().IndexOfAny('?', '#') >= 0 || path.Any(char.IsWhiteSpace))
        {
            throw InvalidInput.Of(
                "Path", path, "matches no request: a path has no query ('?'), fragment ('#') or white space");
        }

        string[] segments = path.Split('/');
        bool isTemplate = segments.Any(IsTemplate);
        string plain = string.Join('/', segments.Where(segment => !IsTemplate(segment)));
        if (plain.AsSpan().IndexOfAny('{', '}') >= 0 || (isTemplate && plain.Contains('*', StringComparison.Ordinal)))
        {
            throw InvalidInput.Of(
                "Path", path,
                "is no template: {*} stands for one whole segment, {**} for several, and no '*' beside them");
        }

        if (!isTemplate && path.Length > 1 && path[1..^1].Contains('*', StringComparison.Ordinal))
        {
            throw InvalidInput.Of(
                "Path", path, "has a '*' in the middle, where the mesh takes it literally",
                "'*' is a wildcard at the end or the beginning only; for one segment write {*}.");
        }

        if (path.Length > 2 && path[0] == '*' && path[^1] == '*')
        {
            throw InvalidInput.Of("Path", path, "has a '*' at both ends; the mesh knows one only");
        }
    }

    /// <summary>Whether a path is a template, which needs Istio 1.22.</summary>
    public static bool IsTemplatePath(string path) => path.Split('/').Any(IsTemplate);

    /// <summary>A path that a pattern matches.</summary>
    public static string Sample(string path) => path
        .Replace("{**}", "any", StringComparison.Ordinal).Replace("{*}", "any", StringComparison.Ordinal) switch
    {
        "*" => "/any",
        ['*', .. var rest] => $"/any{rest}",
        [.. var rest, '*'] => $"{rest}any",
        var exact => exact,
    };

    private static bool IsTemplate(string segment) => segment is "{*}" or "{**}";
}

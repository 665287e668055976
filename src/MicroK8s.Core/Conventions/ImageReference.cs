using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Conventions;

/// <summary>
/// An image as <c>[registry/]repository[:tag][@digest]</c>: the grammar of distribution/reference (reference.go,
/// normalize.go), which container runtimes read it with.
/// </summary>
/// <param name="Text">The reference as given.</param>
/// <param name="Repository">Registry and repository as given, such as <c>registry.example.com/user-service</c>.</param>
/// <param name="Tag">The tag. Null if there is none, which means <c>latest</c> unless there is a digest.</param>
/// <param name="Digest">The digest with its algorithm. Null if there is none.</param>
public sealed partial record ImageReference(string Text, string Repository, string? Tag, string? Digest)
{
    /// <summary>Longest repository, registry included (distribution/reference, <c>NameTotalLengthMax</c>).</summary>
    private const int LongestRepository = 255;

    /// <summary>How much of a digest tells two images apart for people.</summary>
    private const int ShortDigest = 12;

    /// <summary>What people call this version: the tag, else the start of the digest, else <c>latest</c>.</summary>
    public string Version => Tag ?? Digest?.Split(':')[1][..ShortDigest] ?? "latest";

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The reference.</param>
    /// <param name="parameter">The parameter it came by, for the message.</param>
    /// <exception cref="ClusterException">InvalidSpec: it is not a reference.</exception>
    public static ImageReference Parse(string text, string parameter = "Image") =>
        TryParse(text) ?? throw InvalidInput.Of(parameter, text, $"is not an image reference: {Diagnose(text)}");

    /// <summary>Reads a reference. Null if it is none.</summary>
    /// <param name="text">The reference.</param>
    public static ImageReference? TryParse(string text)
    {
        Match match = Reference().Match(text);
        if (!match.Success || match.Groups["name"].Length > LongestRepository) return null;

        // Sixty-four hexadecimal digits would be an image id, which no registry can serve.
        if (ImageId().IsMatch(match.Groups["name"].Value)) return null;
        return new ImageReference(
            text, match.Groups["name"].Value, Value(match.Groups["tag"]), Value(match.Groups["digest"]));
    }

    private static string? Value(Group group) => group.Success ? group.Value : null;

    private static string Diagnose(string text)
    {
        if (text.Length == 0) return "it is empty";
        if (text.Any(char.IsWhiteSpace)) return "it contains white space";
        if (text.Contains("://", StringComparison.Ordinal)) return "it is written without 'https://' or another scheme";
        if (ImageId().IsMatch(text)) return "it is an image id; a repository is needed";
        if (text.Any(char.IsAsciiLetterUpper) && TryParse(text.ToLowerInvariant()) is not null)
        {
            return $"the repository must be in lower case, as in '{text.ToLowerInvariant()}'";
        }

        return "it must look like registry/repository:tag, with a-z, digits and separators '.', '_', '-' inside";
    }

    // The first part is a registry if it has a dot or a port, is localhost, or has upper-case letters.
    [GeneratedRegex(
        """
        ^(?<name>
          (?:
            (?: [a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])? (?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*
              | \[[a-fA-F0-9:]+\] )
            (?: :[0-9]+ )? /
          )?
          [a-z0-9]+ (?: (?:[_.]|__|-+) [a-z0-9]+ )*
          (?: / [a-z0-9]+ (?: (?:[_.]|__|-+) [a-z0-9]+ )* )*
        )
        (?: : (?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}) )?
        (?: @ (?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}) )?
        \z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageId();
}

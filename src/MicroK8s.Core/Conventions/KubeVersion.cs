using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroK8s.Conventions;

/// <summary>Major and minor of a Kubernetes version.</summary>
/// <param name="Major">The major version.</param>
/// <param name="Minor">The minor version.</param>
public sealed partial record KubeVersion(int Major, int Minor)
{
    /// <summary>Reads a version, also one with a vendor's addition: <c>v1.28.5-gke.100</c>, <c>v1.27+</c>.</summary>
    /// <param name="text">The text. Null reads as nothing.</param>
    /// <returns>Null if it is no version.</returns>
    public static KubeVersion? TryParse(string? text)
    {
        Match match = Pattern().Match(text ?? "");
        return match.Success
            ? new KubeVersion(
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"^v?(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Pattern();
}

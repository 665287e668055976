using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// The annotations that make an Ingress a canary (kubernetes/ingress-nginx,
/// docs/user-guide/nginx-configuration/annotations.md, Canary).
/// </summary>
internal static class CanaryAnnotations
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    /// <summary>Whether the Ingress is a canary of those with the same hosts and paths.</summary>
    public const string Canary = $"{Prefix}canary";

    /// <summary>Its share of <see cref="WeightTotal"/>; nothing if it is absent.</summary>
    public const string Weight = $"{Prefix}canary-weight";

    /// <summary>What the weight is a share of; 100 if it is absent.</summary>
    public const string WeightTotal = $"{Prefix}canary-weight-total";

    /// <summary>The header by which requests go to the canary, or never do.</summary>
    public const string Header = $"{Prefix}canary-by-header";

    /// <summary>The value that the header must have; without it, <c>always</c> and <c>never</c>.</summary>
    public const string HeaderValue = $"{Prefix}canary-by-header-value";

    /// <summary>The pattern that the header must match.</summary>
    public const string HeaderPattern = $"{Prefix}canary-by-header-pattern";

    /// <summary>The cookie by which requests go to the canary (<c>always</c>) or never do (<c>never</c>).</summary>
    public const string Cookie = $"{Prefix}canary-by-cookie";

    /// <summary>Whether an Ingress is a canary.</summary>
    public static bool IsCanary(KubeObject ingress) => ingress.Annotations.GetValueOrDefault(Canary) == "true";

    /// <summary>An annotation that is a number. Null if it is absent or no number.</summary>
    public static int? Number(KubeObject ingress, string annotation) =>
        int.TryParse(ingress.Annotations.GetValueOrDefault(annotation), out int number) ? number : null;
}

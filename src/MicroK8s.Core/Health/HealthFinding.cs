namespace MicroK8s.Health;

/// <summary>What a health check found out about one target, or about all targets that are well.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Category">The part of the cluster.</param>
/// <param name="Status">The verdict.</param>
/// <param name="Target">What was tested, such as <c>Pod shop/web-1</c> or <c>all 3 nodes</c>.</param>
/// <param name="Evidence">What the verdict rests on, on one line. Text of the cluster is untrusted.</param>
/// <param name="Remediation">The command to run next. Null if there is nothing to do.</param>
/// <param name="Duration">From the start of the check to this finding.</param>
public sealed record HealthFinding(
    string Check,
    HealthCategory Category,
    HealthStatus Status,
    string Target,
    string Evidence,
    string? Remediation,
    TimeSpan Duration);

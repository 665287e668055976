namespace MicroK8s.Health;

/// <summary>What a health check found out about one target, or about all targets that are well.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Code">
/// What kind of problem it is, such as <c>MK201</c>. Null if it is none: Healthy or Skipped.
/// </param>
/// <param name="Check">The name of the check.</param>
/// <param name="Category">The part of the cluster.</param>
/// <param name="Target">What was tested, such as <c>Pod shop/web-1</c> or <c>all 3 nodes</c>.</param>
/// <param name="Evidence">What the verdict rests on, on one line. Text of the cluster is untrusted.</param>
/// <param name="Remediation">What to do next, a command where there is one. Null if there is nothing to do.</param>
/// <param name="Duration">From the start of the check to this finding.</param>
public sealed record HealthFinding(
    HealthStatus Status,
    string? Code,
    string Check,
    HealthCategory Category,
    string Target,
    string Evidence,
    string? Remediation,
    TimeSpan Duration)
{
    /// <summary>The kind of the object that the finding is about. Null if it is about none.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of the object. Null if it has none, or the finding is about none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the object. Null if the finding is about none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What became of it since a baseline. Null without a baseline, and for what is well and not in the baseline.
    /// </summary>
    public HealthChange? Change { get; init; }
}

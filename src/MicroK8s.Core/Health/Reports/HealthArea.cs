namespace MicroK8s.Health.Reports;

/// <summary>How one part of the cluster is.</summary>
/// <param name="Category">The part.</param>
/// <param name="Worst">The worst of its findings; Skipped only if nothing else was found.</param>
/// <param name="Findings">Its findings, the worst first.</param>
public sealed record HealthArea(HealthCategory Category, HealthStatus Worst, IReadOnlyList<HealthFinding> Findings)
{
    /// <summary>How many findings have a status.</summary>
    /// <param name="status">The status.</param>
    public int Count(HealthStatus status) => Findings.Count(finding => finding.Status == status);
}

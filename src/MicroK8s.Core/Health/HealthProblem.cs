namespace MicroK8s.Health;

/// <summary>One thing that is wrong with a target.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Evidence">What the cluster says, without a full stop.</param>
/// <param name="Remediation">The command to run next. Null if there is nothing to do.</param>
public sealed record HealthProblem(HealthStatus Status, string Evidence, string? Remediation = null);

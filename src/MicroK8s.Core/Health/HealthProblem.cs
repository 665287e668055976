namespace MicroK8s.Health;

/// <summary>One thing that is wrong with a target.</summary>
/// <param name="Code">What kind of problem it is.</param>
/// <param name="Evidence">What the cluster says, without a full stop.</param>
/// <param name="Remediation">What to do next, a command where there is one. Null if there is nothing to do.</param>
public sealed record HealthProblem(HealthCode Code, string Evidence, string? Remediation = null)
{
    /// <summary>How bad it is here; usually what the code says.</summary>
    public HealthStatus Status { get; init; } = Code.Status;
}

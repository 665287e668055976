namespace MicroK8s.Health.Baseline;

/// <summary>The findings of an earlier run, to compare a later one with.</summary>
/// <param name="Created">When they were written, UTC.</param>
/// <param name="Findings">The findings; their durations are not kept.</param>
public sealed record HealthBaseline(DateTimeOffset Created, IReadOnlyList<HealthFinding> Findings)
{
    /// <summary>The context that the findings came from. Null if it was not known.</summary>
    public string? Context { get; init; }

    /// <summary>The address of that cluster's API server. Null if it was not known.</summary>
    public string? Server { get; init; }

    /// <summary>The server's version then. Null if it was not known.</summary>
    public string? ServerVersion { get; init; }
}

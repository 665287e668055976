namespace MicroK8s.Health;

/// <summary>Why a check could not be made: any check may end with these.</summary>
public static class GeneralCodes
{
    /// <summary>A right is missing.</summary>
    public static readonly HealthCode MissingRight = new("MK001", "A right is missing", HealthStatus.Unknown);

    /// <summary>The check was not done at its deadline.</summary>
    public static readonly HealthCode NotDone = new("MK002", "The check was not done in time", HealthStatus.Unknown);

    /// <summary>The server's answer could not be used.</summary>
    public static readonly HealthCode NotRead = new("MK003", "The objects could not be read", HealthStatus.Unknown);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [MissingRight, NotDone, NotRead];
}

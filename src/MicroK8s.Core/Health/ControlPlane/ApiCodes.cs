namespace MicroK8s.Health.ControlPlane;

/// <summary>Problems of the API server.</summary>
public static class ApiCodes
{
    /// <summary>It does not answer.</summary>
    public static readonly HealthCode Silent = new("MK101", "The API server does not answer", HealthStatus.Unhealthy);

    /// <summary>One of its health endpoints fails.</summary>
    public static readonly HealthCode Failing =
        new("MK102", "A health endpoint of the API server fails", HealthStatus.Unhealthy);

    /// <summary>A health endpoint could not be read.</summary>
    public static readonly HealthCode Hidden =
        new("MK103", "A health endpoint of the API server cannot be read", HealthStatus.Unknown);

    /// <summary>Its clock and that of this machine differ.</summary>
    public static readonly HealthCode Clock =
        new("MK104", "The clocks of server and client differ", HealthStatus.Warning);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HealthCode> All { get; } = [Silent, Failing, Hidden, Clock];
}

namespace MicroK8s.Health.ControlPlane;

/// <summary>Problems of aggregated and of deprecated APIs.</summary>
public static class ApiUseCodes
{
    /// <summary>The server behind an APIService does not answer.</summary>
    public static readonly HealthCode NotAvailable =
        new("MK121", "An aggregated API is not available", HealthStatus.Unhealthy);

    /// <summary>Somebody asks for an API that the next minor version does not have.</summary>
    public static readonly HealthCode RemovedNext =
        new("MK131", "An API is in use that the next version removes", HealthStatus.Unhealthy);

    /// <summary>Somebody asks for an API that will be removed.</summary>
    public static readonly HealthCode Deprecated =
        new("MK132", "An API is in use that a later version removes", HealthStatus.Warning);

    /// <summary>Those of aggregated APIs.</summary>
    public static IReadOnlyList<HealthCode> OfAggregation { get; } = [NotAvailable];

    /// <summary>Those of deprecated APIs.</summary>
    public static IReadOnlyList<HealthCode> OfDeprecation { get; } = [RemovedNext, Deprecated];
}

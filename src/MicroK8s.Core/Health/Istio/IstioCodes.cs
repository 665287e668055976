namespace MicroK8s.Health.Istio;

/// <summary>Problems of the mesh.</summary>
public static class IstioCodes
{
    /// <summary>istiod lacks pods.</summary>
    public static readonly HealthCode ControlPlane =
        new("MK701", "Istio's control plane is not well", HealthStatus.Unhealthy);

    /// <summary>No webhook injects sidecars.</summary>
    public static readonly HealthCode NoInjector = new("MK702", "Sidecars are not injected", HealthStatus.Warning);

    /// <summary>The API server has no reason to trust the injector.</summary>
    public static readonly HealthCode InjectorCertificate =
        new("MK703", "The sidecar injector has no certificate bundle", HealthStatus.Unhealthy);

    /// <summary>A route leads to a host, subset or delegate that does not exist.</summary>
    public static readonly HealthCode Reference =
        new("MK711", "Route leads to something that does not exist", HealthStatus.Unhealthy);

    /// <summary>A route leads to pods none of which is ready.</summary>
    public static readonly HealthCode NoReadyPod =
        new("MK712", "Route leads to no ready pod", HealthStatus.Unhealthy);

    /// <summary>Two VirtualServices claim the same host.</summary>
    public static readonly HealthCode Conflict =
        new("MK713", "Two VirtualServices claim the same host", HealthStatus.Unhealthy);

    /// <summary>A route above takes every request.</summary>
    public static readonly HealthCode Unreachable =
        new("MK714", "No request reaches a route", HealthStatus.Warning);

    /// <summary>All weights of a route are 0.</summary>
    public static readonly HealthCode NoWeight = new("MK715", "Route weighs nothing", HealthStatus.Unhealthy);

    /// <summary>The Gateway that a VirtualService is bound to does not exist.</summary>
    public static readonly HealthCode Gateway =
        new("MK716", "Gateway of a VirtualService does not exist", HealthStatus.Unhealthy);

    /// <summary>Subsets that share the weight of a route select the same pods.</summary>
    public static readonly HealthCode SameSubsets =
        new("MK717", "Weights have no effect", HealthStatus.Warning);

    /// <summary>Outlier detection that ejects no pod whatever happens.</summary>
    public static readonly HealthCode NeverOpens =
        new("MK718", "Circuit breaker never opens", HealthStatus.Warning);

    /// <summary>Retries of a route that its timeout ends before they are made.</summary>
    public static readonly HealthCode RetriesOutlast =
        new("MK719", "Timeout ends before the retries", HealthStatus.Warning);

    /// <summary>Outlier detection that may eject every pod.</summary>
    public static readonly HealthCode EjectsAll =
        new("MK720", "Circuit breaker may eject every pod", HealthStatus.Warning);

    /// <summary>A field that today's API has no longer, or calls deprecated.</summary>
    public static readonly HealthCode OldField =
        new("MK721", "Traffic rule has an old field", HealthStatus.Warning);

    /// <summary>Those of the control plane.</summary>
    public static IReadOnlyList<HealthCode> OfControlPlane { get; } =
        [ControlPlane, NoInjector, InjectorCertificate];

    /// <summary>Those of routing rules.</summary>
    public static IReadOnlyList<HealthCode> OfRules { get; } =
        [Reference, NoReadyPod, Conflict, Unreachable, NoWeight, Gateway, SameSubsets];

    /// <summary>Those of traffic policies.</summary>
    public static IReadOnlyList<HealthCode> OfPolicies { get; } = [NeverOpens, RetriesOutlast, EjectsAll, OldField];
}

namespace MicroK8s.Health.Network;

/// <summary>Problems of Services and of the routes to them.</summary>
public static class NetworkCodes
{
    /// <summary>Its pods exist, and none is ready.</summary>
    public static readonly HealthCode NoReadyEndpoint =
        new("MK501", "Service has no ready endpoint", HealthStatus.Unhealthy);

    /// <summary>No pod has the labels of its selector.</summary>
    public static readonly HealthCode NoPod = new("MK502", "Service selects no pod", HealthStatus.Warning);

    /// <summary>No pod of it has a port of the name.</summary>
    public static readonly HealthCode PortMissing =
        new("MK503", "Port of a Service leads nowhere", HealthStatus.Unhealthy);

    /// <summary>Nothing has given the LoadBalancer an address.</summary>
    public static readonly HealthCode NoAddress =
        new("MK504", "Service gets no external address", HealthStatus.Warning);

    /// <summary>The Service or its port is missing.</summary>
    public static readonly HealthCode IngressBackend =
        new("MK511", "Backend of an Ingress does not exist", HealthStatus.Unhealthy);

    /// <summary>Requests end at a Service without ready pods.</summary>
    public static readonly HealthCode IngressNotReady =
        new("MK512", "Backend of an Ingress has no ready endpoint", HealthStatus.Unhealthy);

    /// <summary>Its class does not exist, or there is none and no default.</summary>
    public static readonly HealthCode IngressClass = new("MK513", "Ingress has no controller", HealthStatus.Warning);

    /// <summary>The Service or its port is missing.</summary>
    public static readonly HealthCode RouteBackend =
        new("MK521", "Backend of an HTTPRoute does not exist", HealthStatus.Unhealthy);

    /// <summary>Requests end at a Service without ready pods.</summary>
    public static readonly HealthCode RouteNotReady =
        new("MK522", "Backend of an HTTPRoute has no ready endpoint", HealthStatus.Unhealthy);

    /// <summary>Its Gateway does not accept it, or cannot resolve its references.</summary>
    public static readonly HealthCode RouteRefused = new("MK523", "HTTPRoute is not in force", HealthStatus.Unhealthy);

    /// <summary>Its controller does not accept or program it.</summary>
    public static readonly HealthCode GatewayRefused = new("MK524", "Gateway is not in force", HealthStatus.Unhealthy);

    /// <summary>Its class does not exist, or no controller accepts the class.</summary>
    public static readonly HealthCode GatewayClass =
        new("MK525", "Class of a Gateway is missing or refused", HealthStatus.Unhealthy);

    /// <summary>Those of Services.</summary>
    public static IReadOnlyList<HealthCode> OfServices { get; } = [NoReadyEndpoint, NoPod, PortMissing, NoAddress];

    /// <summary>Those of Ingresses.</summary>
    public static IReadOnlyList<HealthCode> OfIngresses { get; } = [IngressBackend, IngressNotReady, IngressClass];

    /// <summary>Those of the Gateway API.</summary>
    public static IReadOnlyList<HealthCode> OfGateways { get; } =
        [RouteBackend, RouteNotReady, RouteRefused, GatewayRefused, GatewayClass];
}

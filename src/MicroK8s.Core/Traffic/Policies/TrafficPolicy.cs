using MicroK8s.Errors;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// The policy of a service, a port or a subset, as callers of one namespace follow it: in Istio their DestinationRule
/// and one route that leads there, at Gateways one route and TLS to the pods. A field that is null is not set, and has
/// the default of the mesh or of the Gateway.
/// </summary>
/// <param name="Name">The service; as a host if it lives elsewhere than the rules.</param>
/// <param name="Namespace">The namespace of the callers and of their rules.</param>
public sealed record TrafficPolicy(string Name, string Namespace)
{
    /// <summary>The number of the port. Null for all.</summary>
    public int? Port { get; init; }

    /// <summary>The subset. Null for all pods.</summary>
    public string? Subset { get; init; }

    /// <summary>Who follows it, <c>Istio</c> or <c>GatewayApi</c>; if nothing is set, who could.</summary>
    public string Provider { get; init; } = "";

    /// <summary>
    /// The DestinationRule that holds, as <c>namespace/name</c>. Null if there is none, and for Gateways.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>The VirtualService or HTTPRoute with the route. Null if no route leads there.</summary>
    public string? RouteObject { get; init; }

    /// <summary>The route, by name or index. Null if no route leads there.</summary>
    public string? RouteName { get; init; }

    /// <summary>How requests are spread: RoundRobin, LeastRequest, Random or Passthrough.</summary>
    public string? LoadBalancer { get; init; }

    /// <summary>What decides which pod a request goes to, such as <c>header x-user</c>.</summary>
    public string? HashOn { get; init; }

    /// <summary>
    /// Where requests of a region go when its pods fail, as <c>eu-west=eu-north</c>; several with <c>; </c> between.
    /// </summary>
    public string? LocalityFailover { get; init; }

    /// <summary>
    /// How requests of a locality are shared among localities, in percent, as <c>eu-west/*: eu-west/* 80%, eu-north/*
    /// 20%</c>; several with <c>; </c> between.
    /// </summary>
    public string? LocalityDistribution { get; init; }

    /// <summary>The most TCP connections to a pod's host.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>How long a TCP connection may take to open.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>The most requests that wait for a connection.</summary>
    public int? MaxPendingRequests { get; init; }

    /// <summary>The most requests at a time.</summary>
    public int? MaxRequests { get; init; }

    /// <summary>The most requests of one connection; 0 for no limit.</summary>
    public int? MaxRequestsPerConnection { get; init; }

    /// <summary>The most retries at a time.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>How long a connection without requests stays open.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How many errors 5xx in a row eject a pod; 0 for never.</summary>
    public int? ConsecutiveErrors { get; init; }

    /// <summary>How many errors 502, 503 and 504 in a row eject a pod; 0 for never.</summary>
    public int? ConsecutiveGatewayErrors { get; init; }

    /// <summary>The time between looks at the pods.</summary>
    public TimeSpan? OutlierInterval { get; init; }

    /// <summary>How long a pod is ejected for the first time; longer each time.</summary>
    public TimeSpan? EjectionTime { get; init; }

    /// <summary>The most pods that may be ejected, in percent.</summary>
    public int? MaxEjectionPercent { get; init; }

    /// <summary>With fewer healthy pods than this, in percent, ejected ones are used again.</summary>
    public int? MinHealthPercent { get; init; }

    /// <summary>Disable, Simple, Mutual or IstioMutual.</summary>
    public string? TlsMode { get; init; }

    /// <summary>The host that proxies ask for when they open TLS (SNI).</summary>
    public string? TlsHostname { get; init; }

    /// <summary>
    /// The ConfigMap with the CA certificates that a Gateway checks by. Null for those of the system, or of Istio.
    /// </summary>
    public string? TlsCaConfigMap { get; init; }

    /// <summary>
    /// The BackendTLSPolicy that holds, as <c>namespace/name</c>. Null if there is none, and for Istio.
    /// </summary>
    public string? BackendTlsPolicy { get; init; }

    /// <summary>How long a request may take, retries included.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>How often a request is tried again; 0 for never.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>How long each try may take.</summary>
    public TimeSpan? RetryTimeout { get; init; }

    /// <summary>When a request is tried again.</summary>
    public string? RetryOn { get; init; }

    /// <summary>How long requests are delayed on purpose.</summary>
    public TimeSpan? FaultDelay { get; init; }

    /// <summary>How many requests are delayed, in percent.</summary>
    public double? FaultDelayPercent { get; init; }

    /// <summary>The HTTP status that requests get on purpose.</summary>
    public int? FaultAbort { get; init; }

    /// <summary>How many requests get it, in percent.</summary>
    public double? FaultAbortPercent { get; init; }

    /// <summary>All fields that are set, as <c>RequestTimeout=15s</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// Rules with a policy for the same host that callers here do not follow, and why the route gets no requests.
    /// </summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>The context it was read from, so that it finds its way back down a pipeline.</summary>
    public string Context { get; init; } = "";

    /// <summary>The kubeconfig that was named when it was read. Null if none was.</summary>
    [RawText]
    public string? KubeConfig { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}{new PolicyScope(Port, Subset).Title}";
}

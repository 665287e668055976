namespace MicroK8s.Traffic.Policies;

/// <summary>The words that a traffic policy may have.</summary>
public static class PolicyWords
{
    /// <summary>Algorithms that spread requests (Istio, <c>LoadBalancerSettings.SimpleLB</c>).</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["RoundRobin", "LeastRequest", "Random", "Passthrough"];

    /// <summary>Modes of TLS (Istio, <c>ClientTLSSettings.TLSmode</c>).</summary>
    public static IReadOnlyList<string> TlsModes { get; } = ["Disable", "Simple", "Mutual", "IstioMutual"];

    /// <summary>
    /// When a request is tried again; a status is written as a number (Envoy, <c>x-envoy-retry-on</c> and
    /// <c>x-envoy-retry-grpc-on</c>).
    /// </summary>
    public static IReadOnlyList<string> RetryConditions { get; } =
    [
        "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "envoy-ratelimited",
        "retriable-4xx", "refused-stream", "retriable-status-codes", "retriable-headers",
        "http3-post-connect-failure", "cancelled", "deadline-exceeded", "internal", "resource-exhausted",
        "unavailable",
    ];
}

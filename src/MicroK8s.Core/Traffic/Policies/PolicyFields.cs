using System.Text.Json.Nodes;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// All fields that have a parameter, by their names in Istio's DestinationRule (<c>TrafficPolicy</c>) and
/// VirtualService (<c>HTTPRoute</c>); what only the Gateway API has, by names of our own.
/// </summary>
internal static class PolicyFields
{
    private const string Balancer = "loadBalancer";
    private const string Hash = "consistentHash";
    private const string Locality = "localityLbSetting";
    private const string Pool = "connectionPool";
    private const string Outlier = "outlierDetection";

    public static IReadOnlyList<PolicyField> All { get; } =
    [
        new("RequestTimeout", PolicySetting.Timeout, PolicyValue.Duration, "timeout"),
        new("RetryAttempts", PolicySetting.Retries, PolicyValue.Count, "retries", "attempts"),
        new("RetryTimeout", PolicySetting.Retries, PolicyValue.Duration, "retries", "perTryTimeout"),
        new("RetryOn", PolicySetting.Retries, PolicyValue.RetryOn, "retries", "retryOn"),
        new("ConsecutiveErrors", PolicySetting.Outlier, PolicyValue.Count, Outlier, "consecutive5xxErrors"),
        new("ConsecutiveGatewayErrors", PolicySetting.Outlier, PolicyValue.Count, Outlier, "consecutiveGatewayErrors"),
        new("OutlierInterval", PolicySetting.Outlier, PolicyValue.Duration, Outlier, "interval"),
        new("EjectionTime", PolicySetting.Outlier, PolicyValue.Duration, Outlier, "baseEjectionTime"),
        new("MaxEjectionPercent", PolicySetting.Outlier, PolicyValue.PositivePercent, Outlier, "maxEjectionPercent"),
        new("MinHealthPercent", PolicySetting.Outlier, PolicyValue.Percent, Outlier, "minHealthPercent"),
        new("MaxConnections", PolicySetting.ConnectionPool, PolicyValue.Positive, Pool, "tcp", "maxConnections"),
        new("ConnectTimeout", PolicySetting.ConnectionPool, PolicyValue.Duration, Pool, "tcp", "connectTimeout"),
        new(
            "MaxPendingRequests", PolicySetting.ConnectionPool, PolicyValue.Positive,
            Pool, "http", "http1MaxPendingRequests"),
        new("MaxRequests", PolicySetting.ConnectionPool, PolicyValue.Positive, Pool, "http", "http2MaxRequests"),
        new(
            "MaxRequestsPerConnection", PolicySetting.ConnectionPool, PolicyValue.Count,
            Pool, "http", "maxRequestsPerConnection"),
        new("MaxRetries", PolicySetting.ConnectionPool, PolicyValue.Positive, Pool, "http", "maxRetries"),
        new("IdleTimeout", PolicySetting.ConnectionPool, PolicyValue.Duration, Pool, "http", "idleTimeout"),
        new("LoadBalancer", PolicySetting.LoadBalancer, PolicyValue.Algorithm, Balancer, "simple"),
        new("HashHeader", PolicySetting.LoadBalancer, PolicyValue.Text, Balancer, Hash, "httpHeaderName"),
        new("HashCookie", PolicySetting.LoadBalancer, PolicyValue.Text, Balancer, Hash, "httpCookie", "name"),
        new(
            "HashCookieTtl", PolicySetting.LoadBalancer, PolicyValue.DurationOrNone,
            Balancer, Hash, "httpCookie", "ttl"),
        new("HashSourceIp", PolicySetting.LoadBalancer, PolicyValue.Flag, Balancer, Hash, "useSourceIp"),
        new(
            "HashQueryParameter", PolicySetting.LoadBalancer, PolicyValue.Text,
            Balancer, Hash, "httpQueryParameterName"),
        new(
            "LocalityFailover", PolicySetting.LoadBalancer, PolicyValue.Failover,
            Balancer, Locality, "failover"),
        new(
            "LocalityDistribution", PolicySetting.LoadBalancer, PolicyValue.Distribution,
            Balancer, Locality, "distribute"),
        new("TlsMode", PolicySetting.Tls, PolicyValue.Tls, "tls", "mode"),
        new("TlsHostname", PolicySetting.Tls, PolicyValue.Text, "tls", "sni"),
        new("TlsCaConfigMap", PolicySetting.Tls, PolicyValue.ConfigMap, "tls", BackendTlsFields.CaConfigMap),
        new("TlsSystemCa", PolicySetting.Tls, PolicyValue.Flag, "tls", BackendTlsFields.SystemCa),
        new("FaultDelay", PolicySetting.Fault, PolicyValue.Duration, "fault", "delay", "fixedDelay"),
        new("FaultDelayPercent", PolicySetting.Fault, PolicyValue.Percent, "fault", "delay", "percentage", "value"),
        new("FaultAbort", PolicySetting.Fault, PolicyValue.Status, "fault", "abort", "httpStatus"),
        new("FaultAbortPercent", PolicySetting.Fault, PolicyValue.Percent, "fault", "abort", "percentage", "value"),
    ];

    /// <summary>Whether a part of a policy stands in routes.</summary>
    public static bool IsOfRoute(PolicySetting setting) =>
        setting is PolicySetting.Timeout or PolicySetting.Retries or PolicySetting.Fault;

    /// <summary>The property that holds a part of a policy.</summary>
    public static string KeyOf(PolicySetting setting) => setting switch
    {
        PolicySetting.LoadBalancer => Balancer,
        PolicySetting.ConnectionPool => Pool,
        PolicySetting.Outlier => Outlier,
        PolicySetting.Tls => "tls",
        PolicySetting.Timeout => "timeout",
        PolicySetting.Retries => "retries",
        _ => "fault",
    };

    /// <summary>The keys of the parts, of routes or of rules.</summary>
    public static IEnumerable<string> Keys(bool ofRoute) =>
        Enum.GetValues<PolicySetting>().Where(one => IsOfRoute(one) == ofRoute).Select(KeyOf);

    /// <summary>The field of a parameter.</summary>
    public static PolicyField Named(string parameter) => All.First(field => field.Parameter == parameter);

    /// <summary>The fields of a block in words: parameter and value, in the order of <see cref="All"/>.</summary>
    public static IEnumerable<string> Describe(JsonObject rule, JsonObject route) => All
        .Select(field => (field.Parameter, Value: field.Find(field.IsOfRoute ? route : rule)))
        .Where(pair => pair.Value is not null).Select(pair => $"{pair.Parameter}={PolicyText.Of(pair.Value!)}");
}

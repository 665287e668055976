using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>What fits together in a policy. Pure.</summary>
internal static class PolicyRules
{
    /// <summary>Throws if two of the fields that are set exclude each other.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void Check(JsonObject rule, JsonObject route)
    {
        JsonNode? simple = rule.At("loadBalancer", "simple");
        JsonObject? hash = rule.At("loadBalancer", "consistentHash") as JsonObject;
        if (simple is not null && hash is not null)
        {
            throw InvalidInput.Of(
                "LoadBalancer", PolicyText.Pascal(PolicyText.Of(simple)),
                "cannot be given together with a hash (-HashHeader, -HashCookie, -HashSourceIp, -HashQueryParameter)");
        }

        string[] ways = [.. PolicyFields.All.Where(field => field.Parameter.StartsWith("Hash", StringComparison.Ordinal)
            && field.Parameter != "HashCookieTtl" && field.Find(rule) is not null).Select(field => field.Parameter)];
        if (ways.Length > 1)
        {
            throw InvalidInput.Of(
                ways[0], PolicyText.Of(PolicyFields.Named(ways[0]).Find(rule)!),
                $"cannot be given together with -{ways[1]}");
        }

        if (rule.At("loadBalancer", "consistentHash", "httpCookie") is JsonObject cookie && !cookie.ContainsKey("name"))
        {
            throw InvalidInput.Of(
                "HashCookieTtl", cookie.Text("ttl"), "needs the name of a cookie", "Add -HashCookie.");
        }

        if (rule.Text("tls", BackendTlsFields.CaConfigMap) is { } map
            && rule.At("tls", BackendTlsFields.SystemCa) is not null)
        {
            throw InvalidInput.Of("TlsCaConfigMap", map, "cannot be given together with -TlsSystemCa");
        }

        CheckLocality(rule);
        CheckRetries(route);
    }

    private static void CheckLocality(JsonObject rule)
    {
        if (rule.At("loadBalancer", "localityLbSetting") is not JsonObject locality) return;
        if (locality["distribute"] is not { } distribute) return;
        if (locality["failover"] is null && locality["failoverPriority"] is null) return;
        throw InvalidInput.Of(
            "LocalityDistribution", PolicyText.Of(distribute),
            "cannot be given together with a failover (-LocalityFailover, failoverPriority)");
    }

    /// <summary>Throws if retries are off and have settings (Istio, validation of HTTPRetry).</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckRetries(JsonObject route)
    {
        if (route.Number("retries", "attempts") != 0 || route["retries"] is not JsonObject { Count: > 1 }) return;
        throw InvalidInput.Of(
            "RetryAttempts", "0", "turns retries off, so -RetryTimeout and -RetryOn cannot be given beside it");
    }

    /// <summary>Throws if a policy, as it will be, cannot work.</summary>
    /// <param name="policy">The policy of the service, port or subset.</param>
    /// <param name="wanted">What of it is set now.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static void CheckMerged(JsonObject policy, JsonObject wanted)
    {
        if (wanted["outlierDetection"] is not null
            && IstioPolicyRules.NeverEjects(ToElement(policy["outlierDetection"]), pods: null) is { } why)
        {
            throw InvalidInput.Of(
                "ConsecutiveErrors", "0", $"leaves a circuit breaker that never opens: {why}",
                "Set one of -ConsecutiveErrors and -ConsecutiveGatewayErrors to 1 or greater; "
                + "Remove-TrafficPolicy -Setting Outlier removes the circuit breaker.");
        }

        if (wanted.Text("tls", "sni") is { } host && policy.Text("tls", "mode") is null or "DISABLE")
        {
            throw InvalidInput.Of("TlsHostname", host, "has no effect without TLS", "Add -TlsMode Simple.");
        }

        if (wanted["tls"] is not null && policy.Text("tls", "mode") == "MUTUAL"
            && policy.Text("tls", "clientCertificate") is null && policy.Text("tls", "credentialName") is null)
        {
            throw InvalidInput.Of(
                "TlsMode", "Mutual", "needs a client certificate",
                "Give it with -Policy @{ tls = @{ mode = 'MUTUAL'; clientCertificate = '...'; privateKey = '...' } }, "
                + "or use IstioMutual, which has those of the mesh.");
        }
    }

    /// <summary>What callers should know of a policy as it will be, as sentences.</summary>
    /// <param name="policy">The policy of the service, port or subset.</param>
    /// <param name="wanted">What of it is set now.</param>
    /// <param name="pods">How many pods the service has. Null if that is not known.</param>
    public static IEnumerable<string> NotesOn(JsonObject policy, JsonObject wanted, int? pods)
    {
        JsonElement outlier = ToElement(policy["outlierDetection"]);
        if (wanted["outlierDetection"] is not null)
        {
            if (IstioPolicyRules.NeverEjects(outlier, pods) is { } why)
            {
                yield return $"The circuit breaker never opens: {why}. Raise -MaxEjectionPercent.";
            }

            if (IstioPolicyRules.MayEjectAll(outlier))
            {
                yield return "The circuit breaker may eject every pod, and all requests then fail: "
                    + "lower -MaxEjectionPercent, or set -MinHealthPercent.";
            }
        }

        if (wanted.At("loadBalancer", "localityLbSetting") is JsonObject locality && policy["outlierDetection"] is null
            && (locality.ContainsKey("failover") || locality.ContainsKey("failoverPriority")))
        {
            yield return "Failover between localities needs a circuit breaker, which finds the pods that fail: "
                + "set -ConsecutiveErrors too.";
        }
    }

    /// <summary>What callers should know of a route as it will be, as sentences.</summary>
    /// <param name="route">The route of a VirtualService.</param>
    public static IEnumerable<string> NotesOn(JsonObject route)
    {
        if (IstioPolicyRules.RetriesOutlast(ToElement(route)) is not { } why) yield break;
        yield return $"Not all retries can be made: {why}. Raise -RequestTimeout, or lower -RetryTimeout.";
    }

    internal static JsonElement ToElement(JsonNode? node) =>
        node is null ? default : JsonSerializer.SerializeToElement(node);
}

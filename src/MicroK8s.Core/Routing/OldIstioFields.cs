using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// All old fields that are known, with their successors (istio/api, networking/v1, destination_rule.proto and
/// virtual_service.proto). HTTPRoutes have none: what v1alpha2 had otherwise is in no version that is served.
/// </summary>
internal static class OldIstioFields
{
    /// <summary>Those of the <c>trafficPolicy</c> of a DestinationRule.</summary>
    public static IReadOnlyList<OldIstioField> OfPolicy { get; } =
    [
        // Istio hands on consecutive5xxErrors and consecutiveGatewayErrors only (istio/istio, applyOutlierDetection).
        new("outlierDetection.consecutiveErrors", "outlierDetection.consecutive5xxErrors", Same)
        {
            IsIgnored = true, Arguments = "-ConsecutiveErrors {0}",
        },
        new("loadBalancer.simple", "loadBalancer.simple", _ => JsonValue.Create("LEAST_REQUEST"))
        {
            Value = "LEAST_CONN", SuccessorTitle = "LEAST_REQUEST", Arguments = "-LoadBalancer LeastRequest",
        },
        new("loadBalancer.warmupDurationSecs", "loadBalancer.warmup.duration", Same)
        {
            Arguments = "-Policy @{ loadBalancer = @{ warmup = @{ duration = '{0}' } } }",
        },
        new(
            "loadBalancer.consistentHash.minimumRingSize", "loadBalancer.consistentHash.ringHash.minimumRingSize", Same)
        {
            Arguments = "-Policy @{ loadBalancer = @{ consistentHash = @{ ringHash = @{ minimumRingSize = {0} } } } }",
        },
        .. OfTimeouts("http"), .. OfTimeouts("connectionPool.http"),
    ];

    /// <summary>Those of an http route of a VirtualService.</summary>
    public static IReadOnlyList<OldIstioField> OfRoute { get; } =
    [
        new("fault.delay.percent", "fault.delay.percentage.value", Same) { Arguments = "-FaultDelayPercent {0}" },
        new("fault.abort.percent", "fault.abort.percentage.value", Same)
        {
            IsIgnored = true, Arguments = "-FaultAbortPercent {0}",
        },
        new("mirror_percent", "mirrorPercentage.value", Same),
        new("mirrorPercent", "mirrorPercentage.value", Same),
        new("corsPolicy.allowOrigin", "corsPolicy.allowOrigins", Exact),
    ];

    // As published articles have them: the block stands in the policy itself, or in the connection pool.
    private static OldIstioField[] OfTimeouts(string http) =>
    [
        new($"{http}.timeout.requestTimeout", "timeout", Same)
        {
            NeverExisted = true, SuccessorTitle = "the timeout of the VirtualService's route",
            Arguments = "-RequestTimeout {0}",
        },
        new($"{http}.timeout.idleTimeout", "connectionPool.http.idleTimeout", Same)
        {
            NeverExisted = true, Arguments = "-IdleTimeout {0}",
        },
    ];

    private static JsonNode? Same(JsonNode value) => value.DeepClone();

    private static JsonArray? Exact(JsonNode value) => value is not JsonArray origins
        ? null
        : new JsonArray([.. origins.Select(origin => (JsonNode)new JsonObject { ["exact"] = origin.Text() })]);
}

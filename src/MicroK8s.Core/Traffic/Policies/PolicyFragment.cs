using System.Text.Json.Nodes;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>What is to be set: parts of a policy, and nothing else.</summary>
/// <param name="Rule">What belongs into the <c>trafficPolicy</c> of a DestinationRule.</param>
/// <param name="Route">What belongs into the http route of a VirtualService.</param>
/// <param name="Notes">What was read in another way than it was written, as sentences.</param>
internal sealed record PolicyFragment(JsonObject Rule, JsonObject Route, IReadOnlyList<string> Notes)
{
    /// <summary>The parts of the policy that it sets.</summary>
    public IReadOnlyList<PolicySetting> Settings { get; } =
    [
        .. Enum.GetValues<PolicySetting>().Where(setting =>
            (PolicyFields.IsOfRoute(setting) ? Route : Rule).ContainsKey(PolicyFields.KeyOf(setting))),
    ];

    /// <summary>Sets it in a block, and leaves all else there as it is.</summary>
    /// <param name="block">A <c>trafficPolicy</c> or a route.</param>
    /// <param name="wanted">Its own part of the fragment.</param>
    public static void Merge(JsonObject block, JsonObject wanted)
    {
        // Only one of several ways to spread requests, and only one thing to hash (Istio, both are a oneof).
        if (wanted["loadBalancer"] is JsonObject balancer && block["loadBalancer"] is JsonObject there)
        {
            if (balancer.ContainsKey("simple")) there.Remove("consistentHash");
            if (balancer.ContainsKey("consistentHash"))
            {
                there.Remove("simple");
                there.Remove("consistentHash");
            }

            MakeRoomForLocalities(balancer, there);
        }

        // Retries that are off take nothing beside (Istio, validation of HTTPRetry).
        if (wanted.Number("retries", "attempts") == 0) block.Remove("retries");
        MergeAll(block, wanted);
        foreach (OldIstioField old in OldIstioFields.OfPolicy.Concat(OldIstioFields.OfRoute))
        {
            if (old.Value is null && wanted.At(old.Successor.Split('.')) is not null) old.Remove(block);
        }

        // Retries without a number of attempts count as off; 2 is what Istio has where nothing is said.
        if (wanted["retries"] is not null && block["retries"] is JsonObject retries && !retries.ContainsKey("attempts"))
        {
            retries["attempts"] = 2;
        }

        // Without a percentage no request would get the fault (Istio, HTTPFaultInjection).
        foreach (string kind in (string[])["delay", "abort"])
        {
            if (wanted["fault"]?[kind] is null || block["fault"]?[kind] is not JsonObject fault) continue;
            if (fault.ContainsKey("percentage") || fault.ContainsKey("percent")) continue;
            fault["percentage"] = new JsonObject { ["value"] = 100 };
        }
    }

    /// <summary>
    /// Only one of a distribution and a failover, whether by region or by labels (Istio,
    /// <c>LocalityLoadBalancerSetting.distribute</c>).
    /// </summary>
    private static void MakeRoomForLocalities(JsonObject balancer, JsonObject there)
    {
        if (balancer["localityLbSetting"] is not JsonObject wanted) return;
        if (there["localityLbSetting"] is not JsonObject locality) return;
        string[] excluded = wanted.ContainsKey("distribute") ? ["failover", "failoverPriority"]
            : wanted.ContainsKey("failover") || wanted.ContainsKey("failoverPriority") ? ["distribute"]
            : [];
        foreach (string key in excluded) locality.Remove(key);
    }

    private static void MergeAll(JsonObject block, JsonObject wanted)
    {
        foreach ((string key, JsonNode? value) in wanted)
        {
            if (value is JsonObject inner && block[key] is JsonObject there) MergeAll(there, inner);
            else if (!JsonNode.DeepEquals(block[key], value)) block[key] = value?.DeepClone();
        }
    }
}

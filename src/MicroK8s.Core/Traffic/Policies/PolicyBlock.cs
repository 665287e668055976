using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>
/// A <c>trafficPolicy</c> as manifests have it, also with names of the past and with a timeout, which no
/// DestinationRule has. Pure.
/// </summary>
internal static class PolicyBlock
{
    private const string Parameter = "Policy";

    // TrafficPolicy of Istio has these beside, which are kept as they are given.
    private static readonly string[] MoreOfRules = ["tunnel", "proxyProtocol", "retryBudget"];

    /// <summary>Adds what the block sets to a rule and a route.</summary>
    /// <param name="block">The block, or an object with a property <c>trafficPolicy</c> that is one.</param>
    /// <param name="rule">Gets what belongs into a DestinationRule.</param>
    /// <param name="route">Gets what belongs into a route.</param>
    /// <param name="notes">Takes a sentence for each old name.</param>
    /// <exception cref="ClusterException">InvalidSpec: a key is unknown, or no object.</exception>
    public static void Read(JsonObject block, JsonObject rule, JsonObject route, List<string> notes)
    {
        JsonObject copy = block.DeepClone().AsObject();
        if (copy is { Count: 1 } && copy["trafficPolicy"] is JsonObject inner) copy = inner.DeepClone().AsObject();
        if (copy.ContainsKey("portLevelSettings"))
        {
            throw InvalidInput.Of(
                Parameter, "portLevelSettings", "is for one port each",
                "Set each port by a command of its own: -Port.");
        }

        Rename(copy, notes);
        string[] ofRule = [.. PolicyFields.Keys(ofRoute: false), .. MoreOfRules];
        string[] ofRoute = [.. PolicyFields.Keys(ofRoute: true)];
        foreach ((string key, JsonNode? value) in copy)
        {
            if (value is null) continue;
            if (!ofRule.Contains(key) && !ofRoute.Contains(key))
            {
                throw InvalidInput.Of(
                    Parameter, key, $"must be one of {string.Join(", ", ofRule.Concat(ofRoute))}");
            }

            if (key != "timeout" && value is not JsonObject)
            {
                throw InvalidInput.Of(Parameter, key, "must be a hashtable");
            }

            (ofRoute.Contains(key) ? route : rule)[key] = value.DeepClone();
        }
    }

    /// <summary>Writes today's fields for old ones; whether of a rule or of a route, a block has both.</summary>
    private static void Rename(JsonObject block, List<string> notes)
    {
        foreach (OldIstioField old in OldIstioFields.OfPolicy.Concat(OldIstioFields.OfRoute))
        {
            // Old words come by parameters too, so PolicyInput replaces them.
            if (old.Value is null && old.Replace(block)) notes.Add(old.Note);
        }

        foreach (JsonNode? parent in (JsonNode?[])[block, block["connectionPool"]])
        {
            if (parent.At("http", "timeout") is not JsonObject { Count: > 0 } timeouts) continue;
            throw InvalidInput.Of(
                Parameter, $"http.timeout.{timeouts.First().Key}", "must be one of requestTimeout, idleTimeout");
        }
    }
}

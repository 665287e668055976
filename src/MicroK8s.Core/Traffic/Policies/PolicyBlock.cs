using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

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

        // Without its indentation, nobody can tell which http the block of timeouts stood in.
        MoveTimeouts(copy, copy, notes);
        if (copy["connectionPool"] is JsonObject pool) MoveTimeouts(pool, copy, notes);
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

    /// <summary>Takes <c>http.timeout</c>, which never existed, to where its two values belong.</summary>
    private static void MoveTimeouts(JsonObject parent, JsonObject block, List<string> notes)
    {
        if (parent["http"] is not JsonObject http || http["timeout"] is not JsonObject timeouts) return;
        if (timeouts["requestTimeout"] is { } request)
        {
            block["timeout"] = request.DeepClone();
            notes.Add("http.timeout.requestTimeout is no field of a DestinationRule; "
                + "the timeout of the VirtualService's route is set instead.");
        }

        if (timeouts["idleTimeout"] is { } idle)
        {
            block.Open("connectionPool").Open("http")["idleTimeout"] = idle.DeepClone();
            notes.Add("http.timeout.idleTimeout is no field of a DestinationRule; "
                + "connectionPool.http.idleTimeout is set instead.");
        }

        string? other = timeouts.Select(pair => pair.Key)
            .FirstOrDefault(key => key is not ("requestTimeout" or "idleTimeout"));
        if (other is not null)
        {
            throw InvalidInput.Of(Parameter, $"http.timeout.{other}", "must be one of requestTimeout, idleTimeout");
        }

        http.Remove("timeout");
        if (http.Count == 0) parent.Remove("http");
    }

    private static void Rename(JsonObject block, List<string> notes)
    {
        if (block["outlierDetection"] is not JsonObject outlier) return;
        if (outlier["consecutiveErrors"] is not { } errors) return;
        outlier.Remove("consecutiveErrors");
        if (!outlier.ContainsKey("consecutive5xxErrors")) outlier["consecutive5xxErrors"] = errors;
        notes.Add("consecutiveErrors is the old name of consecutive5xxErrors, which is written instead.");
    }
}

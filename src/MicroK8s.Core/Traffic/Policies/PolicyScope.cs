using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Traffic.Policies;

/// <summary>What a policy is for: a service, one of its ports, one of its subsets, or a port of a subset.</summary>
/// <param name="Port">The number of a port. Null for all.</param>
/// <param name="Subset">A subset. Null for all pods.</param>
internal sealed record PolicyScope(int? Port, string? Subset)
{
    private const string Policy = "trafficPolicy";
    private const string Ports = "portLevelSettings";

    /// <summary>The scope as messages name it, such as <c>, subset v2, port 80</c>; empty for a whole
    /// service.</summary>
    public string Title => (Subset is null ? "" : $", subset {Subset}") + (Port is null ? "" : $", port {Port}");

    /// <summary>Its own policy in a DestinationRule. Null if it has none.</summary>
    public JsonObject? Find(JsonObject rule)
    {
        JsonObject? policy = Holder(rule)?[Policy] as JsonObject;
        return Port is null ? policy : PortEntry(policy);
    }

    /// <summary>Its own policy in a DestinationRule, made if there is none.</summary>
    public JsonObject Open(JsonObject rule)
    {
        JsonObject policy = Holder(rule)!.Open(Policy);
        if (Port is null) return policy;
        if (PortEntry(policy) is { } there) return there;
        var made = new JsonObject { ["port"] = new JsonObject { ["number"] = Port } };
        if (policy[Ports] is JsonArray list) list.Add((JsonNode)made);
        else policy[Ports] = new JsonArray(made);
        return made;
    }

    /// <summary>Takes away what is empty on the way to its own policy.</summary>
    public void Tidy(JsonObject rule)
    {
        if (Holder(rule) is not { } holder || holder[Policy] is not JsonObject policy) return;
        if (PortEntry(policy) is { } entry && entry.All(pair => pair.Key == "port"))
        {
            ((JsonArray)policy[Ports]!).Remove(entry);
        }

        if (policy[Ports] is JsonArray { Count: 0 }) policy.Remove(Ports);
        if (policy.Count == 0) holder.Remove(Policy);
    }

    /// <summary>
    /// The policy that is in force for the scope, of one rule: a subset takes block by block what it does not set
    /// itself; a port that has settings takes nothing (istio/istio, <c>MergeSubsetTrafficPolicy</c>).
    /// </summary>
    public JsonObject Effective(JsonObject rule)
    {
        JsonObject whole = (rule.At("spec", Policy) as JsonObject)?.DeepClone().AsObject() ?? [];
        JsonObject? ofPort = PortEntry(whole);
        if (Subset is not null && Holder(rule)?[Policy] is JsonObject own)
        {
            foreach ((string key, JsonNode? value) in own)
            {
                if (key != Ports) whole[key] = value?.DeepClone();
            }

            ofPort = PortEntry(own) ?? ofPort;
        }

        JsonObject effective = ofPort is null ? whole : ofPort.DeepClone().AsObject();
        effective.Remove(Ports);
        effective.Remove("port");
        return effective;
    }

    /// <summary>The scopes of a rule that have a policy of their own, the whole service first.</summary>
    public static IEnumerable<PolicyScope> In(JsonObject rule)
    {
        yield return new PolicyScope(null, null);
        foreach (int port in PortsOf(rule.At("spec", Policy))) yield return new PolicyScope(port, null);
        foreach (JsonNode? subset in rule.At("spec", "subsets") as JsonArray ?? [])
        {
            if (subset.Text("name") is not { } name || subset.At(Policy) is not JsonObject policy) continue;
            yield return new PolicyScope(null, name);
            foreach (int port in PortsOf(policy)) yield return new PolicyScope(port, name);
        }
    }

    private static IEnumerable<int> PortsOf(JsonNode? policy) =>
        (policy.At(Ports) as JsonArray ?? []).Select(entry => entry.Number("port", "number")).OfType<int>().Distinct();

    private JsonObject? Holder(JsonObject rule) => Subset is null
        ? rule["spec"] as JsonObject
        : (rule.At("spec", "subsets") as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(subset => subset.Text("name") == Subset);

    private JsonObject? PortEntry(JsonObject? policy) => Port is null
        ? null
        : (policy?[Ports] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(entry => entry.Number("port", "number") == Port);
}

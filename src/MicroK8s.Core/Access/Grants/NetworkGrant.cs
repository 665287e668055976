using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Access.Grants;

/// <summary>
/// NetworkPolicies of grants: on the side of the called pods one that lets the caller in, and one that lets the caller
/// out where others closed it for egress. Where nobody did, none is made: the first one would close DNS too.
/// </summary>
internal static class NetworkGrant
{
    /// <summary>The label that every namespace has from Kubernetes 1.21 on.</summary>
    public const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>
    /// Where ztunnel takes the traffic of pods in ambient mode, whatever port is called (istio.io, "Ambient and
    /// Kubernetes NetworkPolicy").
    /// </summary>
    private const int Hbone = 15008;

    /// <summary>What the policy says.</summary>
    /// <param name="layer">NetworkIngress or NetworkEgress.</param>
    /// <param name="to">The called pods.</param>
    /// <param name="from">The calling pods; for NetworkIngress also everyone.</param>
    /// <param name="ports">The ports of the called pods; none for all.</param>
    /// <param name="there">What there is already, which stays allowed. Undefined for nothing.</param>
    public static JsonObject Spec(
        AccessLayer layer, GrantParty to, GrantCaller from, IReadOnlyList<AccessPort> ports, JsonElement? there)
    {
        bool isIngress = layer == AccessLayer.NetworkIngress;
        (GrantParty self, GrantParty? other) = isIngress ? (to, from.Pods) : (from.Pods!, to);
        var rule = new JsonObject();
        if (other is not null) rule[isIngress ? "from" : "to"] = new JsonArray(Peer(self, other));
        if (Ports(to, ports, there?.Items(isIngress ? "ingress" : "egress").FirstOrDefault()) is { } list)
        {
            rule["ports"] = list;
        }

        return new JsonObject
        {
            ["podSelector"] = GrantObjects.Labels(self.Selector),
            ["policyTypes"] = GrantObjects.Texts([isIngress ? "Ingress" : "Egress"]),
            [isIngress ? "ingress" : "egress"] = new JsonArray(rule),
        };
    }

    /// <summary>A policy that lets nobody in.</summary>
    /// <param name="podSelector">The pods.</param>
    public static JsonObject Closed(JsonNode? podSelector) => new()
    {
        ["podSelector"] = podSelector?.DeepClone(),
        ["policyTypes"] = GrantObjects.Texts(["Ingress"]),
    };

    /// <summary>What a policy allows, for people.</summary>
    public static IReadOnlyList<string> Allows(JsonElement spec)
    {
        JsonElement rule = spec.Items("ingress").Concat(spec.Items("egress")).FirstOrDefault();
        JsonElement[] ports = [.. rule.Items("ports")];
        return ports.Length == 0
            ? ["everything"]
            : [.. ports.Select(port => $"port {port.Text("port")}/{port.Text("protocol") ?? "TCP"}")];
    }

    /// <summary>Throws if the namespace of a party cannot be selected.</summary>
    /// <returns>A warning if that is not known. Null if it can be selected.</returns>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string? CheckNamespace(GrantParty to, GrantParty from)
    {
        if (to.Namespace == from.Namespace) return null;
        foreach (GrantParty party in (GrantParty[])[from, to])
        {
            if (party.Party.NamespaceLabels is not { } labels)
            {
                return $"The labels of namespace {party.Namespace} may not be read. The policy selects it by label "
                    + $"{NamespaceName}, which servers set from Kubernetes 1.21 on.";
            }

            if (labels.GetValueOrDefault(NamespaceName) != party.Namespace)
            {
                throw new ClusterException(
                    ClusterFault.InvalidSpec,
                    $"Namespace '{party.Namespace}' has no label {NamespaceName}={party.Namespace}, so no "
                    + "NetworkPolicy can select it: the server is older than Kubernetes 1.21.",
                    party.Namespace, "Add that label to the namespace, then run the command again.");
            }
        }

        return null;
    }

    private static JsonObject Peer(GrantParty self, GrantParty other)
    {
        var peer = new JsonObject { ["podSelector"] = GrantObjects.Labels(other.Selector) };
        if (self.Namespace != other.Namespace)
        {
            peer["namespaceSelector"] = GrantObjects.Labels(
                new Dictionary<string, string> { [NamespaceName] = other.Namespace });
        }

        return peer;
    }

    /// <summary>The ports of both; null for all. A rule that is there and has none allows all.</summary>
    private static JsonArray? Ports(GrantParty to, IReadOnlyList<AccessPort> ports, JsonElement? there)
    {
        if (ports.Count == 0) return null;
        JsonArray list = [];
        if (there is { ValueKind: JsonValueKind.Object } rule)
        {
            if (!rule.Items("ports").Any()) return null;
            foreach (JsonElement port in rule.Items("ports")) list.Add(port.ToNode());
        }

        IEnumerable<AccessPort> wanted =
            to.Party.Proxy == MeshProxy.Ambient ? [.. ports, new AccessPort(Hbone)] : ports;
        foreach (AccessPort port in wanted)
        {
            var item = new JsonObject { ["protocol"] = port.Protocol };
            item["port"] = port.Name is null ? port.Number : port.Name;
            if (!list.Any(known => JsonNode.DeepEquals(known, item))) list.Add(item);
        }

        return list;
    }
}

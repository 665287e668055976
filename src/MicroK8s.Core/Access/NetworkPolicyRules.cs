using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// What NetworkPolicies allow, as kubernetes.io, "Network Policies", and the comments of networking.k8s.io/v1
/// <c>types.go</c> say: a pod that no policy selects for a direction is open in it; one that is selected is closed but
/// for the union of the rules of all policies that select it. A connection needs both sides. Policies hold only if the
/// network plugin of the cluster enforces them, which the API does not tell.
/// </summary>
public static class NetworkPolicyRules
{
    /// <summary>Whether the policies on the side of the caller let it connect.</summary>
    /// <param name="request">The question; a caller outside the cluster has no such policies.</param>
    /// <param name="read">What was read of the caller's namespace.</param>
    public static AccessDecision Egress(AccessRequest request, AccessSnapshot read) =>
        request.From is { IsOutside: false } from
            ? Decide(new Side(AccessLayer.NetworkEgress, from, request.To, request), read)
            : new AccessDecision(
                AccessLayer.NetworkEgress, true, "The caller is outside the cluster, where no NetworkPolicy holds.");

    /// <summary>Whether the policies on the side of the called pods let the caller in.</summary>
    /// <param name="request">The question.</param>
    /// <param name="read">What was read of the namespace of the called pods.</param>
    public static AccessDecision Ingress(AccessRequest request, AccessSnapshot read) => request.To.IsOutside
        ? new AccessDecision(
            AccessLayer.NetworkIngress, true, $"{request.To} is outside the cluster, where no NetworkPolicy holds.")
        : Decide(new Side(AccessLayer.NetworkIngress, request.To, request.From, request), read);

    /// <summary>The policies that close pods for a direction, by name.</summary>
    /// <param name="policies">NetworkPolicies of any namespace.</param>
    /// <param name="party">The pods; those of unknown labels are not selected.</param>
    /// <param name="layer">NetworkIngress or NetworkEgress.</param>
    public static IReadOnlyList<KubeObject> Holding(
        IEnumerable<KubeObject> policies, AccessParty party, AccessLayer layer) =>
    [
        .. policies.Where(policy => Governs(policy, layer) && Selects(policy, party) == true)
            .OrderBy(policy => policy.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Whether a policy is about a direction: what <c>policyTypes</c> lists; without it ingress always, and egress if
    /// it has egress rules.
    /// </summary>
    /// <param name="policy">A NetworkPolicy.</param>
    /// <param name="layer">NetworkIngress or NetworkEgress.</param>
    public static bool Governs(KubeObject policy, AccessLayer layer)
    {
        string[] types = [.. policy.Json.Items("spec", "policyTypes").Select(type => type.Text() ?? "")];
        if (types.Length > 0) return types.Contains(layer == AccessLayer.NetworkIngress ? "Ingress" : "Egress");
        return layer == AccessLayer.NetworkIngress || policy.Json.Items("spec", "egress").Any();
    }

    /// <summary>Whether a policy selects pods: those of its namespace that its <c>podSelector</c> fits.</summary>
    /// <param name="policy">A NetworkPolicy.</param>
    /// <param name="party">The pods.</param>
    /// <returns>Null if that depends on labels that are not known.</returns>
    public static bool? Selects(KubeObject policy, AccessParty party)
    {
        if (party.Namespace is null || policy.Namespace != party.Namespace) return false;
        JsonElement selector = policy.Json.At("spec", "podSelector") ?? default;
        if (LabelSelectors.Text(selector).Length == 0) return true;
        return party.Labels is null ? null : LabelSelectors.Matches(selector, party.Labels);
    }

    /// <summary>The rules of a policy for a direction.</summary>
    /// <param name="policy">A NetworkPolicy.</param>
    /// <param name="layer">NetworkIngress or NetworkEgress.</param>
    internal static IReadOnlyList<JsonElement> RulesOf(KubeObject policy, AccessLayer layer) =>
        [.. policy.Json.Items("spec", layer == AccessLayer.NetworkIngress ? "ingress" : "egress")];

    /// <summary>The peers of a rule; none stand for everyone.</summary>
    internal static IReadOnlyList<JsonElement> PeersOf(JsonElement rule, AccessLayer layer) =>
        [.. rule.Items(layer == AccessLayer.NetworkIngress ? "from" : "to")];

    private static AccessDecision Decide(Side side, AccessSnapshot read)
    {
        AccessGap[] gaps = [.. read.GapsOf(ResourceTypes.NetworkPolicy, side.Self.Namespace)];
        if (gaps.Length > 0)
        {
            return Unknown(
                side, $"The NetworkPolicies of namespace {side.Self.Namespace} may not be read.", null,
                [.. gaps.Select(gap => $"{gap}")]);
        }

        KubeObject[] possible =
        [
            .. read.NetworkPolicies
                .Where(policy => Governs(policy, side.Layer) && Selects(policy, side.Self) != false)
                .OrderBy(policy => policy.Name, StringComparer.Ordinal),
        ];
        KubeObject[] holding = [.. possible.Where(policy => Selects(policy, side.Self) == true)];
        if (possible.Length == 0) return Open(side);
        if (side.Self.UsesHostNetwork)
        {
            return Unknown(
                side, $"{side.Self} uses the network of the node, for which NetworkPolicies are not defined.",
                $"{possible[0]}", ["how the network plugin treats pods with hostNetwork"]);
        }

        (string Rule, AccessMatch Match)[] rules = [.. holding.SelectMany(policy => RulesOf(policy, side.Layer)
            .Select((rule, index) => ($"{policy} rule {index + 1}", Fits(rule, policy, side))))];
        if (rules.FirstOrDefault(rule => rule.Match.Holds == true).Rule is { } fitting)
        {
            return new AccessDecision(side.Layer, true, $"{fitting} {side.Lets}.") { Rule = fitting };
        }

        string[] doubts =
        [
            .. rules.SelectMany(rule => rule.Match.Doubts)
                .Concat(possible.Except(holding).Select(policy =>
                    $"the labels of the pods of {side.Self}, which {policy} selects by")).Distinct(),
        ];
        if (doubts.Length == 0) return Closed(side, holding);
        string undecided = rules.FirstOrDefault(rule => rule.Match.Holds is null).Rule ?? $"{possible[0]}";
        return Unknown(
            side, $"Whether {undecided} {side.Lets} depends on {string.Join("; ", doubts)}.", undecided, doubts);
    }

    private static AccessDecision Open(Side side) => new(
        side.Layer, true,
        $"No NetworkPolicy selects {side.Self} for {side.Direction}, so it is open: {side.LetsAnyone}.");

    private static AccessDecision Closed(Side side, KubeObject[] holding)
    {
        string names = string.Join(", ", holding.Select(policy => $"{policy.Namespace}/{policy.Name}"));
        bool isOne = holding.Length == 1;
        return new AccessDecision(
            side.Layer, false,
            $"NetworkPolic{(isOne ? "y" : "ies")} {names} close{(isOne ? "s" : "")} {side.Self} for {side.Direction}, "
            + $"and none of {(isOne ? "its" : "their")} rules {side.Lets}.")
        {
            Rule = $"{holding[0]}",
        };
    }

    private static AccessDecision Unknown(Side side, string why, string? rule, IReadOnlyList<string> doubts) =>
        new(side.Layer, null, why) { Rule = rule, DependsOn = doubts };

    private static AccessMatch Fits(JsonElement rule, KubeObject policy, Side side)
    {
        IReadOnlyList<JsonElement> peers = PeersOf(rule, side.Layer);
        JsonElement[] ports = [.. rule.Items("ports")];
        return AccessMatch.All(
        [
            peers.Count == 0 ? AccessMatch.Yes : AccessMatch.Any(peers.Select(peer => IsPeer(peer, policy, side.Peer))),
            ports.Length == 0 ? AccessMatch.Yes : AccessMatch.Any(ports.Select(port => Fits(port, side.Request))),
        ]);
    }

    /// <summary>
    /// Whether a peer is meant: by a block of addresses, else by the labels of pod and namespace, both of which must
    /// fit where both are given. A pod selector alone means pods of the policy's namespace.
    /// </summary>
    internal static AccessMatch IsPeer(JsonElement peer, KubeObject policy, AccessParty? party)
    {
        if (peer.At("ipBlock") is { } block) return InBlock(block, party);
        if (party is null or { IsOutside: true }) return AccessMatch.No;
        AccessMatch space = peer.At("namespaceSelector") is { } spaces
            ? InNamespace(spaces, party)
            : AccessMatch.Of(party.Namespace == policy.Namespace);
        AccessMatch labels = HasLabels(peer.At("podSelector") ?? default, party);
        AccessMatch both = AccessMatch.All([space, labels]);
        return both.Holds == true && party.UsesHostNetwork
            ? AccessMatch.DependsOn("how the network plugin treats pods with hostNetwork")
            : both;
    }

    private static AccessMatch InNamespace(JsonElement selector, AccessParty party)
    {
        if (LabelSelectors.Text(selector).Length == 0) return AccessMatch.Yes;
        return party.NamespaceLabels is { } labels
            ? AccessMatch.Of(LabelSelectors.Matches(selector, labels))
            : AccessMatch.DependsOn($"the labels of namespace {party.Namespace}");
    }

    private static AccessMatch HasLabels(JsonElement selector, AccessParty party)
    {
        if (LabelSelectors.Text(selector).Length == 0) return AccessMatch.Yes;
        return party.Labels is { } labels
            ? AccessMatch.Of(LabelSelectors.Matches(selector, labels))
            : AccessMatch.DependsOn($"the labels of the pods of {party}");
    }

    /// <summary>
    /// Blocks are meant for addresses outside the cluster (kubernetes.io); whether one that holds the address of a pod
    /// lets the pod in differs between plugins.
    /// </summary>
    private static AccessMatch InBlock(JsonElement block, AccessParty? party)
    {
        string cidr = block.Text("cidr") ?? "";
        string whose = party is null ? "the address of the caller" : $"the address of {party}";
        AccessMatch match = AccessMatch.All(
        [
            AddressBlock.Match(cidr, party?.Addresses ?? [], whose),
            .. block.Items("except").Select(item =>
                AddressBlock.Match(item.Text() ?? "", party?.Addresses ?? [], whose).Not()),
        ]);
        return match.Holds == true && party is { IsOutside: false }
            ? AccessMatch.DependsOn($"whether the network plugin applies ipBlock {cidr} to pods")
            : match;
    }

    private static AccessMatch Fits(JsonElement port, AccessRequest request)
    {
        string protocol = port.Text("protocol") ?? "TCP";
        if (request.Port is not { } asked)
        {
            return AccessMatch.DependsOn($"the port ({port.Text("port") ?? "any"}/{protocol})");
        }

        if (asked.Protocol != protocol) return AccessMatch.No;
        if (port.At("port") is not { } wanted) return AccessMatch.Yes;
        if (wanted.ValueKind == JsonValueKind.Number)
        {
            int first = port.Count("port");
            return AccessMatch.Of(asked.Number >= first && asked.Number <= (port.Number("endPort") ?? first));
        }

        return AccessMatch.Of(request.To.Ports.Any(own =>
            own.Name == wanted.Text() && own.Protocol == protocol && own.Number == asked.Number));
    }

    /// <summary>One side of a connection: whose policies are asked, and about whom.</summary>
    private sealed record Side(AccessLayer Layer, AccessParty Self, AccessParty? Peer, AccessRequest Request)
    {
        public string Direction => Layer == AccessLayer.NetworkIngress ? "ingress" : "egress";

        public string Lets => Layer == AccessLayer.NetworkIngress
            ? $"lets {Peer?.ToString() ?? "anyone"} in{Port}"
            : $"lets {Self} connect to {Peer}{Port}";

        public string LetsAnyone => Layer == AccessLayer.NetworkIngress
            ? "everyone may connect to it"
            : "it may connect to anyone";

        private string Port => Request.Port is { } port ? $" on port {port}" : "";
    }
}

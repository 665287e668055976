using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// Every policy that touches a microservice, regardless of author, in words; and what no rule covers.
/// </summary>
public static class AccessExplanation
{
    private const string Else = "anyone else";

    /// <summary>The rules that hold for a microservice, by layer and policy.</summary>
    /// <param name="party">The microservice.</param>
    /// <param name="read">What was read of its namespace and of the mesh's root namespace.</param>
    public static IEnumerable<AccessRule> Of(AccessParty party, AccessSnapshot read) =>
    [
        .. Network(party, AccessLayer.NetworkIngress, read),
        .. Network(party, AccessLayer.NetworkEgress, read),
        .. Mesh(party, read),
    ];

    private static AccessRule[] Network(AccessParty party, AccessLayer layer, AccessSnapshot read)
    {
        AccessGap[] gaps = [.. read.GapsOf(ResourceTypes.NetworkPolicy, party.Namespace)];
        if (gaps.Length > 0) return [Hidden(party, layer, gaps)];
        IReadOnlyList<KubeObject> policies = NetworkPolicyRules.Holding(read.NetworkPolicies, party, layer);
        bool isIngress = layer == AccessLayer.NetworkIngress;
        if (policies.Count == 0)
        {
            string open = isIngress ? "open to everyone" : "may connect to anyone";
            return [Rest(party, layer, AccessAction.Allow, isFirst: true) with
            {
                Text = $"{party.Name}: {open}: no NetworkPolicy selects it for {(isIngress ? "ingress" : "egress")}",
            }];
        }

        AccessRule[] rules =
        [
            .. policies.SelectMany(policy => NetworkPolicyRules.RulesOf(policy, layer).Select((rule, index) =>
                NetworkRule(party, layer, policy, rule, index + 1, read))),
        ];
        if (rules.Any(rule => CoversAll(rule, PeerOf(rule)))) return rules;
        string names = Names(policies);
        string who = rules.Length == 0 ? NetworkRuleText.Anyone : Else;
        string text = (rules.Any(rule => PeerOf(rule) == NetworkRuleText.Anyone), isIngress) switch
        {
            (true, true) => $"{party.Name} takes no other connections",
            (true, false) => $"{party.Name} may open no other connections",
            (false, true) => $"{who} may not connect to {party.Name}",
            _ => $"{party.Name} may not connect to {who}",
        };
        return
        [
            .. rules,
            Rest(party, layer, AccessAction.Deny, rules.Length == 0) with
            {
                Policy = names,
                Text = $"{text}: {names}",
            },
        ];

        string PeerOf(AccessRule rule) => isIngress ? rule.From : rule.To;
    }

    private static AccessRule NetworkRule(
        AccessParty party, AccessLayer layer, KubeObject policy, JsonElement rule, int number, AccessSnapshot read)
    {
        string peers = NetworkRuleText.Peers(NetworkPolicyRules.PeersOf(rule, layer), policy, read);
        bool isIngress = layer == AccessLayer.NetworkIngress;
        string from = isIngress ? peers : party.Name;
        string to = isIngress ? party.Name : peers;
        string ports = NetworkRuleText.Ports(rule);
        return new AccessRule(
            party.Name, party.Namespace ?? "", party.Kind, layer, AccessAction.Allow, from, to, ports,
            $"{from} may connect to {to} on {ports}: {policy} rule {number}")
        {
            Policy = $"{policy}",
            Rule = number,
        };
    }

    private static AccessRule[] Mesh(AccessParty party, AccessSnapshot read)
    {
        IReadOnlyList<KubeObject> policies = AuthorizationRules.Holding(read, party);
        AccessRule rest = Rest(party, AccessLayer.Mesh, AccessAction.Allow, isFirst: true);
        if (party.Proxy == MeshProxy.None)
        {
            return policies.Count == 0 ? [] : [rest with
            {
                Text = $"{party.Name}: open to everyone: its pods have no proxy of the mesh, so {Names(policies)} "
                    + $"{(policies.Count == 1 ? "has" : "have")} no effect",
            }];
        }

        ResourceType[] types = [ResourceTypes.AuthorizationPolicy, ResourceTypes.PeerAuthentication];
        AccessGap[] gaps =
            [.. types.SelectMany(type => read.GapsOf(type, party.Namespace, read.RootNamespace))];
        AccessRule[] rules =
        [
            .. Strict(party, read),
            .. policies.OrderBy(policy => Order(AuthorizationRules.ActionOf(policy)))
                .SelectMany(policy => policy.Json.Items("spec", "rules").Select((rule, index) =>
                    MeshRule(party, policy, rule, index + 1, read))),
        ];
        if (gaps.Length > 0) return [.. rules, Hidden(party, AccessLayer.Mesh, gaps)];
        KubeObject[] allows = [.. policies.Where(policy => AuthorizationRules.ActionOf(policy) == "ALLOW")];
        bool isFirst = rules.Length == 0;
        string who = isFirst ? NetworkRuleText.Anyone : Else;
        if (allows.Length == 0)
        {
            return [.. rules, rest with
            {
                From = who,
                Text = isFirst
                    ? $"{party.Name}: open to everyone: no AuthorizationPolicy selects it"
                    : $"{who} may send {party.Name} any request: no ALLOW policy selects it",
            }];
        }

        AccessRule[] allowed = [.. rules.Where(rule => rule.Action == AccessAction.Allow)];
        bool hasAnyone = allowed.Any(rule => rule.From == NetworkRuleText.Anyone);
        return allowed.Any(rule => CoversAll(rule, rule.From)) ? rules
        : [
            .. rules,
            Rest(party, AccessLayer.Mesh, AccessAction.Deny, isFirst) with
            {
                Policy = Names(allows),
                Text = $"{(hasAnyone ? $"{party.Name} takes no other requests" : $"{who} may not call {party.Name}")}: "
                    + Names(allows),
            },
        ];
    }

    private static AccessRule[] Strict(AccessParty party, AccessSnapshot read)
    {
        (string mode, KubeObject? policy) = PeerAuthenticationRules.ModeOf(read, party, port: null);
        const string Plain = "callers without a proxy of the mesh";
        return mode != "STRICT" ? [] : [new AccessRule(
            party.Name, party.Namespace ?? "", party.Kind, AccessLayer.Mesh, AccessAction.Deny, Plain, party.Name,
            MeshRuleText.AnyRequest, $"{Plain} may not call {party.Name}: {policy} takes only mutual TLS")
        {
            Policy = $"{policy}",
        }];
    }

    private static AccessRule MeshRule(
        AccessParty party, KubeObject policy, JsonElement rule, int number, AccessSnapshot read)
    {
        string from = MeshRuleText.Sources(rule, policy, read);
        string operations = MeshRuleText.Operations(rule);
        string? provider = policy.Json.Text("spec", "provider", "name");
        (AccessAction action, string may) = AuthorizationRules.ActionOf(policy) switch
        {
            "DENY" => (AccessAction.Deny, "may not send"),
            "CUSTOM" => (AccessAction.Custom, $"may, if provider {provider} agrees, send"),
            _ => (AccessAction.Allow, "may send"),
        };
        return new AccessRule(
            party.Name, party.Namespace ?? "", party.Kind, AccessLayer.Mesh, action, from, party.Name, operations,
            $"{from} {may} {party.Name} {operations}: {policy} rule {number}")
        {
            Policy = $"{policy}",
            Rule = number,
        };
    }

    private static int Order(string action) => action switch { "CUSTOM" => 0, "DENY" => 1, _ => 2 };

    private static bool CoversAll(AccessRule rule, string peer) => peer == NetworkRuleText.Anyone
        && rule.Operations is NetworkRuleText.AnyPort or MeshRuleText.AnyRequest;

    private static AccessRule Rest(AccessParty party, AccessLayer layer, AccessAction action, bool isFirst)
    {
        string who = isFirst ? NetworkRuleText.Anyone : Else;
        bool isEgress = layer == AccessLayer.NetworkEgress;
        return new AccessRule(
            party.Name, party.Namespace ?? "", party.Kind, layer, action, isEgress ? party.Name : who,
            isEgress ? who : party.Name,
            layer == AccessLayer.Mesh ? MeshRuleText.AnyRequest : NetworkRuleText.AnyPort, "");
    }

    private static AccessRule Hidden(AccessParty party, AccessLayer layer, AccessGap[] gaps) =>
        Rest(party, layer, AccessAction.Unknown, isFirst: true) with
        {
            Text = $"{party.Name}: not known: {string.Join(", ", gaps.Select(gap => $"{gap}").Distinct())}",
        };

    private static string Names(IReadOnlyList<KubeObject> policies) =>
        string.Join(", ", policies.Select(policy => $"{policy}"));
}

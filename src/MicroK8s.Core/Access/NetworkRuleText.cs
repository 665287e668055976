using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>Rules of NetworkPolicies in words.</summary>
internal static class NetworkRuleText
{
    public const string Anyone = "anyone";

    public const string AnyPort = "any port";

    /// <summary>More names than these are counted.</summary>
    private const int MostNames = 3;

    /// <summary>The peers of a rule: who is known by name, and what selects them.</summary>
    public static string Peers(IReadOnlyList<JsonElement> peers, KubeObject policy, AccessSnapshot read) =>
        peers.Count == 0 ? Anyone : string.Join(" or ", peers.Select(peer => Peer(peer, policy, read)));

    /// <summary>The ports of a rule.</summary>
    public static string Ports(JsonElement rule)
    {
        string[] ports = [.. rule.Items("ports").Select(Port)];
        return ports.Length == 0 ? AnyPort : $"port {string.Join(", ", ports)}";
    }

    /// <summary>Names with what they have in common.</summary>
    public static string Named(IReadOnlyCollection<AccessParty> known, string meaning, string? ownNamespace)
    {
        if (known.Count == 0) return meaning;
        IEnumerable<string> names = known.Take(MostNames)
            .Select(party => party.Namespace == ownNamespace ? party.Name : $"{party}");
        string more = known.Count > MostNames ? $" and {known.Count - MostNames} more" : "";
        return $"{string.Join(", ", names)}{more} ({meaning})";
    }

    private static string Peer(JsonElement peer, KubeObject policy, AccessSnapshot read)
    {
        if (peer.At("ipBlock") is { } block)
        {
            string[] except = [.. block.Items("except").Select(item => item.Text() ?? "")];
            return $"addresses in {block.Text("cidr")}"
                + (except.Length == 0 ? "" : $" except {string.Join(", ", except)}");
        }

        string labels = LabelSelectors.Text(peer.At("podSelector") ?? default);
        string who = labels.Length == 0 ? "every pod" : $"pods with {labels}";
        AccessParty[] known = labels.Length == 0
            ? []
            : [.. read.Parties.Where(party => party.Kind != "Pod"
                && NetworkPolicyRules.IsPeer(peer, policy, party).Holds == true)];
        return Named(known, $"{who} {Where(peer, policy)}", policy.Namespace);
    }

    private static string Where(JsonElement peer, KubeObject policy)
    {
        if (peer.At("namespaceSelector") is not { } selector) return $"of namespace {policy.Namespace}";
        string spaces = LabelSelectors.Text(selector);
        return spaces.Length == 0 ? "of every namespace" : $"of namespaces with {spaces}";
    }

    private static string Port(JsonElement port)
    {
        string protocol = port.Text("protocol") is null or "TCP" ? "" : $"/{port.Text("protocol")}";
        string number = port.Text("port") ?? "any";
        return $"{number}{(port.Text("endPort") is { } end ? $"-{end}" : "")}{protocol}";
    }
}

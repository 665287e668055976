using System.Text.Json;
using CsCheck;
using MicroK8s.Access;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Access;

/// <summary>
/// The rules agree with a literal reading of "Network Policies" (kubernetes.io), written another way: that one lists all
/// connections of a small world, and adds up the sets that each policy allows. A failure prints the seed that shows it
/// again.
/// </summary>
public sealed class NetworkPolicyProperties
{
    private const int Runs = 300;

    private static readonly AccessParty[] Pods =
    [
        Pod("one/a app=a role=x port:http=8080 ip:10.0.0.1 ns:team=red"),
        Pod("one/b app=b role=x port:http=9000 ip:10.0.0.2 ns:team=red"),
        Pod("one/c app=a role=y ip:10.0.0.3 ns:team=red"),
        Pod("two/a app=a role=x port:http=8080 ip:10.0.0.4 ns:team=blue"),
        Pod("two/d app=d port:http=8080 ip:10.0.0.5 ns:team=blue"),
    ];

    private static readonly AccessParty[] Outside =
        [AccessCase.Party("203.0.113.7", false)!, AccessCase.Party("198.51.100.7", false)!];

    private static readonly AccessPort[] Ports =
        [new(8080), new(9000), new(53) { Protocol = "UDP" }];

    private static readonly Gen<string> Selector = Gen.OneOf(
        Gen.Const("{}"),
        Gen.OneOf(
            """{"matchLabels":{"app":"a"}}""", """{"matchLabels":{"app":"b"}}""", """{"matchLabels":{"app":"a","role":"x"}}""",
            """{"matchExpressions":[{"key":"app","operator":"In","values":["a","d"]}]}""",
            """{"matchExpressions":[{"key":"role","operator":"NotIn","values":["x"]}]}""",
            """{"matchExpressions":[{"key":"role","operator":"Exists"}]}""",
            """{"matchLabels":{"app":"d"},"matchExpressions":[{"key":"role","operator":"DoesNotExist"}]}"""));

    private static readonly Gen<string> Spaces = Gen.OneOf(
        "{}", """{"matchLabels":{"team":"red"}}""", """{"matchLabels":{"kubernetes.io/metadata.name":"two"}}""");

    private static readonly Gen<string> Peer = Gen.OneOf(
        Selector.Select(pods => $$"""{"podSelector":{{pods}}}"""),
        Spaces.Select(spaces => $$"""{"namespaceSelector":{{spaces}}}"""),
        Gen.Select(Selector, Spaces).Select(both => $$"""{"podSelector":{{both.Item1}},"namespaceSelector":{{both.Item2}}}"""),
        Gen.OneOf(
            """{"ipBlock":{"cidr":"203.0.113.0/24"}}""", """{"ipBlock":{"cidr":"203.0.113.0/24","except":["203.0.113.0/29"]}}""",
            """{"ipBlock":{"cidr":"198.51.100.7/32"}}"""));

    private static readonly Gen<string> Port = Gen.OneOf(
        """{"port":8080}""", """{"port":"http"}""", """{"protocol":"UDP"}""", """{"protocol":"UDP","port":53}""",
        """{"protocol":"TCP","port":8000,"endPort":9000}""", """{"port":9000,"protocol":"TCP"}""");

    private static readonly Gen<(string[] Peers, string[] Ports)> Rule = Gen.Select(Peer.Array[0, 2], Port.Array[0, 2]);

    private static readonly Gen<string> Types = Gen.OneOf(
        "", "", ""","policyTypes":["Ingress"]""", ""","policyTypes":["Egress"]""", ""","policyTypes":["Ingress","Egress"]""");

    private static readonly Gen<KubeObject[]> Policies = Gen.Select(
        Gen.OneOf("one", "two"), Selector, Types, Rule.Array[0, 2], Rule.Array[0, 2])
        .Select((space, pods, types, ingress, egress) => (space, pods, types, ingress, egress)).Array[0, 4]
        .Select(drafts => drafts.Select((draft, index) => KubeObject.Parse($$"""
            {"kind":"NetworkPolicy","metadata":{"name":"p{{index}}","namespace":"{{draft.space}}"},
             "spec":{"podSelector":{{draft.pods}}{{draft.types}}{{Rules("ingress", "from", draft.ingress)}}{{Rules("egress", "to", draft.egress)}} } }
            """)).ToArray());

    [Fact]
    public void The_rules_agree_with_the_literal_reading()
    {
        int allowed = 0;
        int denied = 0;
        Policies.Sample(
            policies =>
            {
                HashSet<(AccessParty, AccessParty, AccessPort)> literal = Literal(policies);
                var read = new AccessSnapshot { NetworkPolicies = policies };
                foreach ((AccessParty from, AccessParty to, AccessPort port) in World())
                {
                    AccessVerdict verdict = AccessRules.Judge(new AccessRequest(from, to) { Port = port }, read);
                    bool isAllowed = literal.Contains((from, to, port));
                    Assert.True(verdict.Allowed == isAllowed, $"{from} -> {to}:{port} is {verdict.Outcome}: {verdict.Why}");
                    Interlocked.Increment(ref isAllowed ? ref allowed : ref denied);
                }
            },
            iter: Runs, print: policies => string.Join('\n', policies.Select(policy => policy.Json.GetRawText())));
        double share = (double)allowed / (allowed + denied);
        Assert.InRange(share, 0.2, 0.8);
    }

    private static string Rules(string field, string peers, (string[] Peers, string[] Ports)[] rules)
    {
        if (rules.Length == 0) return "";
        IEnumerable<string> items = rules.Select(rule =>
            $$"""{"{{peers}}":[{{string.Join(',', rule.Peers)}}],"ports":[{{string.Join(',', rule.Ports)}}]}""");
        return $$""","{{field}}":[{{string.Join(',', items)}}]""";
    }

    private static AccessParty Pod(string text) => AccessCase.Party(text, isMesh: false)!;

    private static IEnumerable<(AccessParty From, AccessParty To, AccessPort Port)> World() =>
        from caller in Pods.Concat(Outside)
        from called in Pods.Concat(Outside)
        where caller != called && !(caller.IsOutside && called.IsOutside)
        from port in Ports
        select (caller, called, port);

    /// <summary>All connections but those that a closed side does not allow.</summary>
    private static HashSet<(AccessParty, AccessParty, AccessPort)> Literal(KubeObject[] policies)
    {
        (AccessParty From, AccessParty To, AccessPort Port)[] all = [.. World()];
        var open = new HashSet<(AccessParty, AccessParty, AccessPort)>(all);
        foreach (bool isIngress in new[] { true, false })
        {
            var closed = new HashSet<AccessParty>();
            var allowed = new HashSet<(AccessParty, AccessParty, AccessPort)>();
            foreach (KubeObject policy in policies)
            {
                JsonElement spec = policy.Json.GetProperty("spec");
                if (!Mentions(spec, isIngress)) continue;
                AccessParty[] selected = [.. Pods.Where(pod =>
                    pod.Namespace == policy.Namespace && Select(spec.GetProperty("podSelector"), pod.Labels!))];
                closed.UnionWith(selected);
                if (!spec.TryGetProperty(isIngress ? "ingress" : "egress", out JsonElement rules)) continue;
                foreach (JsonElement rule in rules.EnumerateArray())
                {
                    allowed.UnionWith(all.Where(link =>
                        selected.Contains(isIngress ? link.To : link.From)
                        && Peers(rule.GetProperty(isIngress ? "from" : "to"), policy.Namespace!, isIngress ? link.From : link.To)
                        && PortsOf(rule.GetProperty("ports"), link.To, link.Port)));
                }
            }

            open.RemoveWhere(link => closed.Contains(isIngress ? link.Item2 : link.Item1) && !allowed.Contains(link));
        }

        return open;
    }

    /// <summary>"If policyTypes is not specified, Ingress is always set, and Egress if there are egress rules."</summary>
    private static bool Mentions(JsonElement spec, bool isIngress)
    {
        if (spec.TryGetProperty("policyTypes", out JsonElement types))
        {
            return types.EnumerateArray().Any(type => type.GetString() == (isIngress ? "Ingress" : "Egress"));
        }

        return isIngress || spec.TryGetProperty("egress", out _);
    }

    private static bool Peers(JsonElement peers, string space, AccessParty party) => peers.GetArrayLength() == 0
        || peers.EnumerateArray().Any(peer =>
        {
            if (peer.TryGetProperty("ipBlock", out JsonElement block))
            {
                // The three blocks of the generator, by hand.
                string address = party.Addresses[0];
                return block.GetProperty("cidr").GetString() == "203.0.113.0/24"
                    ? address == "203.0.113.7" && !block.TryGetProperty("except", out _)
                    : address == "198.51.100.7";
            }

            if (party.IsOutside) return false;
            bool hasSpaces = peer.TryGetProperty("namespaceSelector", out JsonElement spaces);
            bool hasPods = peer.TryGetProperty("podSelector", out JsonElement pods);
            return (hasSpaces ? Select(spaces, party.NamespaceLabels!) : party.Namespace == space)
                && (!hasPods || Select(pods, party.Labels!));
        });

    private static bool PortsOf(JsonElement ports, AccessParty to, AccessPort port) => ports.GetArrayLength() == 0
        || ports.EnumerateArray().Any(item =>
        {
            string protocol = item.TryGetProperty("protocol", out JsonElement given) ? given.GetString()! : "TCP";
            if (protocol != port.Protocol) return false;
            if (!item.TryGetProperty("port", out JsonElement number)) return true;
            if (number.ValueKind == JsonValueKind.String)
            {
                return to.Ports.Any(own => own.Name == number.GetString() && own.Number == port.Number);
            }

            int last = item.TryGetProperty("endPort", out JsonElement end) ? end.GetInt32() : number.GetInt32();
            return Enumerable.Range(number.GetInt32(), last - number.GetInt32() + 1).Contains(port.Number);
        });

    private static bool Select(JsonElement selector, IReadOnlyDictionary<string, string> labels)
    {
        bool fits = true;
        foreach (JsonProperty part in selector.EnumerateObject())
        {
            fits &= part.Name == "matchLabels"
                ? part.Value.EnumerateObject().All(pair => labels.Contains(new(pair.Name, pair.Value.GetString()!)))
                : part.Value.EnumerateArray().All(item => Holds(item, labels));
        }

        return fits;
    }

    private static bool Holds(JsonElement item, IReadOnlyDictionary<string, string> labels)
    {
        bool has = labels.TryGetValue(item.GetProperty("key").GetString()!, out string? value);
        string[] values = item.TryGetProperty("values", out JsonElement list)
            ? [.. list.EnumerateArray().Select(one => one.GetString()!)]
            : [];
        return item.GetProperty("operator").GetString() switch
        {
            "In" => has && values.Contains(value),
            "NotIn" => !has || !values.Contains(value),
            "Exists" => has,
            _ => !has,
        };
    }
}

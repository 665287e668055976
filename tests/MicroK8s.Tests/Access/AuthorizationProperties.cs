using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using MicroK8s.Access;
using MicroK8s.Resources;

namespace MicroK8s.Tests.Access;

/// <summary>
/// The rules agree with a literal reading of "Authorization Policy" (istio.io) for requests of which all is known, written
/// another way: every field as a table of regular expressions, the five sentences about the order one after the other. A
/// failure prints the seed that shows it again.
/// </summary>
public sealed class AuthorizationProperties
{
    private const int Runs = 1500;

    private static readonly Gen<AccessParty?> Caller = Gen.OneOf<AccessParty?>(
        Pod("foo/a ip:10.0.0.1"), Pod("foo/b ip:10.0.0.2"), Pod("bar/a ip:10.1.0.1"), Pod("bar/c ip:10.1.0.2 proxy:None"),
        AccessCase.Party("203.0.113.7", true));

    private static readonly Gen<AccessParty> Called = Gen.OneOf(Pod("foo/web app=web tier=x ip:10.0.0.9")!, Pod("bar/web app=web ip:10.1.0.9")!);

    private static readonly Gen<AccessPort> Port = Gen.OneOf(
        new AccessPort(80) { IsHttp = true }, new AccessPort(8080) { IsHttp = true }, new AccessPort(9000) { IsHttp = false });

    private static readonly Gen<AccessRequest> Request = Gen.Select(
        Caller, Called, Port, Gen.OneOf("GET", "POST"), Gen.OneOf("/", "/a", "/a/b", "/x/b"), Gen.OneOf("web", "shop.example.com"))
        .Select((from, to, port, method, path, host) =>
            new AccessRequest(from, to) { Port = port, Method = method, Path = path, Host = host });

    private static readonly Gen<string> Source = Fields(
        ("principals", ["*", "cluster.local/ns/foo/sa/a", "cluster.local/ns/bar/*", "*/sa/a"]),
        ("notPrincipals", ["cluster.local/ns/foo/sa/b", "*/sa/a"]),
        ("namespaces", ["foo", "b*", "*"]), ("notNamespaces", ["bar", "foo"]),
        ("serviceAccounts", ["a", "bar/a"]), ("ipBlocks", ["10.0.0.0/16", "203.0.113.7"]), ("notIpBlocks", ["10.1.0.0/16"]));

    private static readonly Gen<string> Operation = Fields(
        ("hosts", ["WEB", "*.example.com"]), ("methods", ["GET", "P*", "*"]), ("notMethods", ["POST"]),
        ("paths", ["/a", "/a*", "*/b", "/{*}", "/a/{**}"]), ("notPaths", ["/a*", "/{*}/b"]), ("ports", ["80", "9000"]),
        ("notPorts", ["8080"]));

    private static readonly Gen<string> Condition = Gen.OneOf(
        """{"key":"source.namespace","values":["foo"]}""", """{"key":"destination.port","notValues":["80"]}""",
        """{"key":"source.principal","values":["*/sa/a"]}""", """{"key":"source.ip","values":["10.0.0.0/8"]}""");

    private static readonly Gen<string> Rule = Gen.Select(
        Source.Array[0, 2], Operation.Array[0, 2], Condition.Array[0, 1]).Select((sources, operations, conditions) =>
    {
        string[] parts =
        [
            .. sources.Length == 0 ? [] : new[] { $$"""
                "from":[{{string.Join(',', sources.Select(source => $$"""{"source":{{source}}}"""))}}]
                """ },
            .. operations.Length == 0 ? [] : new[] { $$"""
                "to":[{{string.Join(',', operations.Select(operation => $$"""{"operation":{{operation}}}"""))}}]
                """ },
            .. conditions.Length == 0 ? [] : new[] { $$""" "when":[{{string.Join(',', conditions)}}] """ },
        ];
        return $"{{{string.Join(',', parts)}}}";
    });

    private static readonly Gen<KubeObject[]> Policies = Gen.Select(
        Gen.OneOf("foo", "bar", "istio-system"),
        Gen.OneOf("", "", ""","selector":{"matchLabels":{"app":"web"}}""", ""","selector":{"matchLabels":{"tier":"x"}}"""),
        Gen.OneOf("ALLOW", "ALLOW", "DENY", "AUDIT"), Rule.Array[0, 3])
        .Select((space, selector, action, rules) => (space, selector, action, rules)).Array[0, 4]
        .Select(drafts => drafts.Select((draft, index) => KubeObject.Parse($$"""
            {"kind":"AuthorizationPolicy","metadata":{"name":"p{{index}}","namespace":"{{draft.space}}"},
             "spec":{"action":"{{draft.action}}"{{draft.selector}},"rules":[{{string.Join(',', draft.rules)}}]} }
            """)).ToArray());

    [Fact]
    public void The_rules_agree_with_the_literal_reading()
    {
        int allowed = 0;
        int denied = 0;
        Gen.Select(Policies, Request.Array[8]).Sample(
            (policies, requests) =>
            {
                var read = new AccessSnapshot { AuthorizationPolicies = policies };
                foreach (AccessRequest request in requests)
                {
                    AccessDecision decision = AuthorizationRules.Decide(request, read);
                    bool isAllowed = Literal(policies, request);
                    Assert.True(decision.Allowed == isAllowed, $"{Print(request)} is {decision.Allowed}: {decision.Why}");
                    Interlocked.Increment(ref isAllowed ? ref allowed : ref denied);
                }
            },
            iter: Runs, print: pair => string.Join('\n', pair.Item1.Select(policy => policy.Json.GetRawText())));
        double share = (double)allowed / (allowed + denied);
        Assert.InRange(share, 0.2, 0.8);
    }

    private static AccessParty? Pod(string text) => AccessCase.Party(text, isMesh: true);

    private static string Print(AccessRequest request) =>
        $"{request.From} -> {request.To}:{request.Port} {request.Method} {request.Path} {request.Host}";

    /// <summary>An object with one or two of the fields.</summary>
    private static Gen<string> Fields(params (string Name, string[] Values)[] fields) => Gen.Select(
        Gen.OneOf(fields), Gen.OneOf(fields), Gen.Int[0, 9], Gen.Int[0, 9]).Select((one, other, first, second) =>
    {
        string[] parts =
        [
            $"\"{one.Name}\":[\"{one.Values[first % one.Values.Length]}\"]",
            $"\"{other.Name}\":[\"{other.Values[second % other.Values.Length]}\",\"{other.Values[first % other.Values.Length]}\"]",
        ];
        return one.Name == other.Name || first > 6 ? $"{{{parts[0]}}}" : $"{{{parts[0]},{parts[1]}}}";
    });

    private static bool Literal(KubeObject[] policies, AccessRequest request)
    {
        JsonElement[] holding = [.. policies.Select(policy => policy.Json).Where(policy => Applies(policy, request.To))];
        if (holding.Any(policy => Action(policy) == "DENY" && Matches(policy, request))) return false;
        if (holding.All(policy => Action(policy) != "ALLOW")) return true;
        return holding.Any(policy => Action(policy) == "ALLOW" && Matches(policy, request));
    }

    private static string Action(JsonElement policy) => policy.GetProperty("spec").GetProperty("action").GetString()!;

    private static string Space(JsonElement policy) => policy.GetProperty("metadata").GetProperty("namespace").GetString()!;

    private static bool Applies(JsonElement policy, AccessParty to) =>
        (Space(policy) == "istio-system" || Space(policy) == to.Namespace)
        && (!policy.GetProperty("spec").TryGetProperty("selector", out JsonElement selector)
            || selector.GetProperty("matchLabels").EnumerateObject().All(pair =>
                to.Labels!.TryGetValue(pair.Name, out string? value) && value == pair.Value.GetString()));

    private static bool Matches(JsonElement policy, AccessRequest request) =>
        policy.GetProperty("spec").GetProperty("rules").EnumerateArray().Any(rule => MatchesRule(policy, rule, request));

    private static bool MatchesRule(JsonElement policy, JsonElement rule, AccessRequest request)
    {
        bool isTcp = request.Port!.IsHttp == false;
        string text = rule.GetRawText();
        bool asksHttp = new[] { "\"hosts\"", "\"methods\"", "\"notMethods\"", "\"paths\"", "\"notPaths\"" }.Any(text.Contains);
        if (isTcp && asksHttp && Action(policy) == "ALLOW") return false;
        return One("from", "source") && One("to", "operation") && (!rule.TryGetProperty("when", out JsonElement when)
            || when.EnumerateArray().All(condition => MatchesCondition(policy, condition, request)));

        bool One(string list, string part) => !rule.TryGetProperty(list, out JsonElement items)
            || items.EnumerateArray().Any(item => item.GetProperty(part).EnumerateObject().All(field =>
                MatchesField(policy, field.Name, field.Value, request, isTcp)));
    }

    private static bool MatchesCondition(JsonElement policy, JsonElement condition, AccessRequest request)
    {
        (string field, string notField) = condition.GetProperty("key").GetString() switch
        {
            "source.namespace" => ("namespaces", "notNamespaces"),
            "source.principal" => ("principals", "notPrincipals"),
            "source.ip" => ("ipBlocks", "notIpBlocks"),
            _ => ("ports", "notPorts"),
        };
        return condition.TryGetProperty("values", out JsonElement values)
            ? MatchesField(policy, field, values, request, isTcp: false)
            : MatchesField(policy, notField, condition.GetProperty("notValues"), request, isTcp: false);
    }

    private static bool MatchesField(
        JsonElement policy, string field, JsonElement values, AccessRequest request, bool isTcp)
    {
        bool isNegative = field.StartsWith("not", StringComparison.Ordinal);
        string name = isNegative ? char.ToLowerInvariant(field[3]) + field[4..] : field;
        if (isTcp && name is "hosts" or "methods" or "paths") return true;
        bool some = values.EnumerateArray().Select(value => value.GetString()!).Any(value => name switch
        {
            "principals" => Identity(request) is { } id && Glob(value, id),
            "namespaces" => Identity(request) is { } id && Regex.IsMatch(id, $"/ns/{value.Replace("*", ".*", StringComparison.Ordinal)}/"),
            "serviceAccounts" => Identity(request) is { } id
                && id.EndsWith(value.Contains('/', StringComparison.Ordinal) ? $"/ns/{value.Replace("/", "/sa/", StringComparison.Ordinal)}" : $"/ns/{Space(policy)}/sa/{value}", StringComparison.Ordinal),

            // The blocks of the generator, by hand.
            "ipBlocks" => request.From!.Addresses[0] is var address && value switch
            {
                "10.0.0.0/16" => address.StartsWith("10.0.", StringComparison.Ordinal),
                "10.1.0.0/16" => address.StartsWith("10.1.", StringComparison.Ordinal),
                "10.0.0.0/8" => address.StartsWith("10.", StringComparison.Ordinal),
                _ => address == value,
            },
            "hosts" => Glob(value.ToLowerInvariant(), request.Host!.ToLowerInvariant()),
            "methods" => Glob(value, request.Method!),
            "paths" => value.Contains('{', StringComparison.Ordinal)
                ? Regex.IsMatch(request.Path!, $"^{value.Replace("{**}", ".*", StringComparison.Ordinal).Replace("{*}", "[^/]+", StringComparison.Ordinal)}$")
                : Glob(value, request.Path!),
            _ => value == $"{request.Port!.Number}",
        });
        return some != isNegative;
    }

    /// <summary>The certificate of the caller: only with a proxy at both ends.</summary>
    private static string? Identity(AccessRequest request) => request.From!.Proxy == MeshProxy.Sidecar
        ? $"cluster.local/ns/{request.From.Namespace}/sa/{request.From.ServiceAccount}"
        : null;

    private static bool Glob(string pattern, string text) => Regex.IsMatch(
        text, pattern == "*" ? "^.+$" : $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$");
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MicroK8s.Access;
using MicroK8s.Resources;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Access;

/// <summary>
/// A published example: policies as YAML, and questions with their answers. A question is one line:
/// <c>shop/web app=web -&gt; shop/db :5432 GET /x @host =&gt; allowed by NetworkPolicy shop/db rule 1</c>. A party has
/// the labels that stand behind it, <c>ns:team=a</c> for its namespace, <c>ip:</c>, <c>sa:</c>, <c>proxy:</c> and
/// <c>port:name=number</c>; <c>anyone</c> is nobody known, and an address is outside the cluster.
/// </summary>
internal sealed record AccessCase(string Name, string Source, AccessSnapshot Read, bool IsMesh, IReadOnlyList<string> Questions)
{
    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    public static IReadOnlyList<AccessCase> ReadAll(string file)
    {
        string path = Path.Combine(Repository.Root, "tests", "MicroK8s.Tests", "Access", "Cases", $"{file}.yaml");
        return [.. Yaml.Read(File.ReadAllText(path), path).Select(document => Of(document.Root.AsObject()))];
    }

    /// <summary>The answer to one question, and the one that is expected.</summary>
    public (AccessOutcome Outcome, string? Rule, string Expected, AccessVerdict Verdict) Ask(string question)
    {
        string[] sides = question.Split(" => ");
        AccessVerdict verdict = AccessRules.Judge(Request(sides[0]), Read);
        string expected = sides[1];
        return (verdict.Outcome, verdict.Rule, expected, verdict);
    }

    public AccessRequest Request(string text)
    {
        string[] ends = text.Split(" -> ");
        string[] words = ends[1].Split(' ');
        string[] called = [.. words.Where(word => word.Length > 0)];
        AccessParty to = Party(string.Join(' ', called.Where(word => !IsPart(word))), IsMesh)!;
        string? port = called.FirstOrDefault(word => word.StartsWith(':'));
        return new AccessRequest(Party(ends[0], IsMesh), to)
        {
            Port = port is null ? null : Port(port[1..]),
            Method = called.FirstOrDefault(word => word.All(char.IsAsciiLetterUpper)),
            Path = called.FirstOrDefault(word => word.StartsWith('/')),
            Host = called.FirstOrDefault(word => word.StartsWith('@'))?[1..],
        };
    }

    public static AccessParty? Party(string text, bool isMesh)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "anyone") return null;
        if (!words[0].Contains('/', StringComparison.Ordinal))
        {
            return new AccessParty("Address", null, words[0]) { Addresses = [words[0]] };
        }

        string[] name = words[0].Split('/');
        string[] labels = [.. words.Skip(1).Where(word => !word.Contains(':', StringComparison.Ordinal))];
        return new AccessParty("Deployment", name[0], name[1])
        {
            Labels = Pairs(labels.Length == 0 ? [$"app={name[1]}"] : labels),
            NamespaceLabels = Pairs(Of("ns")).SetItem("kubernetes.io/metadata.name", name[0]),
            ServiceAccount = Of("sa").FirstOrDefault() ?? name[1],
            Addresses = [.. Of("ip")],
            Ports = [.. Of("port").Select(port => new AccessPort(int.Parse(port.Split('=')[1])) { Name = port.Split('=')[0] })],
            Proxy = Of("proxy").FirstOrDefault() is { } proxy ? Enum.Parse<MeshProxy>(proxy)
                : isMesh ? MeshProxy.Sidecar : MeshProxy.None,
        };

        IEnumerable<string> Of(string key) =>
            words.Where(word => word.StartsWith($"{key}:", StringComparison.Ordinal)).Select(word => word[(key.Length + 1)..]);
    }

    private static ImmutableDictionary<string, string> Pairs(IEnumerable<string> pairs) =>
        pairs.Select(pair => pair.Split('=')).ToImmutableDictionary(pair => pair[0], pair => pair[1]);

    /// <summary><c>8080</c>, <c>53/UDP</c>, <c>9000/tcp</c> for one that is not HTTP.</summary>
    private static AccessPort Port(string text)
    {
        string[] parts = text.Split('/');
        return new AccessPort(int.Parse(parts[0]))
        {
            Protocol = parts.Length > 1 && parts[1] != "tcp" ? parts[1] : "TCP",
            IsHttp = parts.Length == 1,
        };
    }

    private static bool IsPart(string word) =>
        word[0] is ':' or '/' or '@' || word.All(char.IsAsciiLetterUpper);

    private static AccessCase Of(JsonObject json)
    {
        KubeObject[] policies = [.. json["policies"]!.AsArray().Select(policy => KubeObject.Parse(policy!.ToJsonString()))];
        bool isMesh = policies.Any(policy => policy.Kind != "NetworkPolicy");
        var read = new AccessSnapshot
        {
            NetworkPolicies = [.. policies.Where(policy => policy.Kind == "NetworkPolicy")],
            AuthorizationPolicies = [.. policies.Where(policy => policy.Kind == "AuthorizationPolicy")],
            PeerAuthentications = [.. policies.Where(policy => policy.Kind == "PeerAuthentication")],
        };
        return new AccessCase(
            $"{json["case"]}", $"{json["source"]}", read, isMesh, [.. json["ask"]!.AsArray().Select(line => $"{line}")]);
    }
}

using System.Text.Json.Nodes;
using CsCheck;
using MicroK8s.Resources;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;
using static MicroK8s.Tests.Traffic.Policies.PolicyCase;

namespace MicroK8s.Tests.Traffic.Policies;

/// <summary>What holds for every rule, every route and every policy. A failure prints the seed that shows it again.</summary>
public sealed class PolicyProperties
{
    private static readonly string[] Parts =
    [
        "\"loadBalancer\":{\"simple\":\"RANDOM\"}", "\"loadBalancer\":{\"consistentHash\":{\"httpHeaderName\":\"x\"}}",
        "\"loadBalancer\":{\"localityLbSetting\":{\"distribute\":[{\"from\":\"a/*\",\"to\":{\"a/*\":80,\"b\":20}}]}}",
        "\"loadBalancer\":{\"localityLbSetting\":{\"failover\":[{\"from\":\"a\",\"to\":\"b\"}]}}",
        "\"connectionPool\":{\"tcp\":{\"maxConnections\":5},\"http\":{\"idleTimeout\":\"60s\"}}",
        "\"outlierDetection\":{\"consecutive5xxErrors\":3,\"interval\":\"10s\"}", "\"tls\":{\"mode\":\"DISABLE\"}",
        "\"timeout\":\"15s\"", "\"retries\":{\"attempts\":2,\"retryOn\":\"5xx\"}",
        "\"fault\":{\"delay\":{\"fixedDelay\":\"5s\"}}",
    ];

    private static readonly string[] Others =
    [
        "\"tunnel\":{\"targetPort\":1}", "\"x-unknown\":[1,2.50,null,\"ü\"]", "\"proxyProtocol\":{\"version\":\"V2\"}",
    ];

    private static readonly Gen<string[]> Chosen = Gen.Shuffle(Parts).SelectMany(
        parts => Gen.Int[1, parts.Length].Select(count => Distinct(parts[..count])));

    private static readonly Gen<string> Before = Gen.Select(Gen.Shuffle(Parts[..7]), Gen.Int[0, 6], Gen.Shuffle(Others), Gen.Int[1, 3])
        .Select(pick => string.Join(',', Distinct(pick.Item1[..pick.Item2]).Concat(pick.Item3[..pick.Item4])));

    private static readonly (int? Port, string? Subset)[] AllScopes = [(null, null), (80, null), (null, "v1"), (80, "v1")];

    private static readonly Gen<(int? Port, string? Subset)> Scopes = Gen.Int[0, 3].Select(index => AllScopes[index]);

    [Fact]
    public void Set_and_remove_are_the_identity_on_all_that_is_not_named()
    {
        int compared = 0;
        Gen.Select(Chosen, Before, Before, Scopes).Sample((chosen, whole, subset, scope) =>
        {
            string[] parts = scope.Port is null ? chosen : [.. chosen.Where(part => !IsOfRoute(part))];
            if (parts.Length == 0) return;
            PolicyTarget target = Web with { Port = scope.Port, Subset = scope.Subset, Force = true };
            KubeObject[] world =
            [
                Rule($$"""
                    "trafficPolicy":{ {{whole}},"portLevelSettings":[{"port":{"number":81},"x":1.50}] },
                    "subsets":[{"name":"v1","trafficPolicy":{ {{subset}} } },{"name":"v2","labels":{"a":"b"} }],"future":{"a":[1.0]}
                    """),
                Route("""[{"name":"main","x":{"y":2.50},"route":[{"destination":{"host":"web","subset":"v1"},"extra":1}]}]"""),
            ];
            string block = $"{{{string.Join(',', parts)}}}";
            PolicySetting[] settings = [.. Fragment(block).Settings];
            KubeObject[] set = After(world, Set(block, target, world));
            string straight = Text(After(world, Remove(target, settings, world)));
            Assert.Equal(straight, Text(After(set, Remove(target, settings, set))));
            Assert.NotEqual(Text(set), Text(After(set, Remove(target, settings, set))));
            Assert.Empty(Set(block, target, set).Writes);
            Interlocked.Increment(ref compared);
        }, iter: 300);
        Assert.True(Volatile.Read(ref compared) > 150, $"{compared} compared");
    }

    private static string[] Distinct(IEnumerable<string> parts) => [.. parts.DistinctBy(part => part.Split(':')[0])];

    private static bool IsOfRoute(string part) => part.Split('"')[1] is "timeout" or "retries" or "fault";

    private static KubeObject[] After(KubeObject[] world, PolicyPlan plan) =>
    [
        .. world.Select(item => plan.Writes.OfType<ObjectUpdate>()
            .Where(update => update.Target.Type.Kind == item.Kind && update.Target.Name == item.Name)
            .Select(update => KubeObject.Parse(update.Patch.ApplyTo(update.Read.ToNode()).ToJsonString()))
            .FirstOrDefault() ?? item),
    ];

    private static string Text(KubeObject[] world) =>
        string.Join('\n', world.Select(item => ((JsonNode)item.ToNode())["spec"]!.ToJsonString()));
}

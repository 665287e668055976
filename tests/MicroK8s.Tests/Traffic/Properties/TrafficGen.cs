using CsCheck;
using MicroK8s.Traffic.Providers.Replicas;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>Random legal objects of each provider.</summary>
internal static class TrafficGen
{
    private static readonly Gen<string> Weight =
        Gen.Frequency((6, Gen.Int[0, 100]), (1, Gen.Int[101, 5000])).Select(weight => $"{weight}");

    /// <summary>A field that nobody here knows, or nothing.</summary>
    private static readonly Gen<string> Unknown = Gen.OneOf(
        "", "", ""","timeout":"3s" """, ""","x-new":{"deep":[1,2.50,null,"é\"\\"]}""", ""","retries":{"attempts":2},"x":[]""");

    private static readonly Gen<string> Match = Gen.OneOf(
        "", """,  "match":[{"uri":{"prefix":"/api"}}]""", ""","match":[{"headers":{"x-beta":{"exact":"1"}}},{"port":80}]""");

    private static readonly Gen<string> Mirror = Gen.OneOf(
        "", "", ""","mirror":{"host":"api"},"mirrorPercentage":{"value":1.5}""",
        ""","mirrors":[{"destination":{"host":"web","subset":"canary"}}]""");

    private static readonly Gen<string> Metadata = Gen.OneOf(
        "{}", """{"annotations":{}}""", """{"annotations":{"a/b":"c"},"labels":{"team":"red"}}""");

    private static readonly Gen<string[]> Ready = Gen.OneOf<string[]>(
        ["stable", "canary", "third"], ["stable", "canary"], ["stable"], ["canary"], Array.Empty<string>());

    /// <summary>Weights for some backends, of which one may be omitted; half of them with a total of 100.</summary>
    private static readonly Gen<string[]> Weights = Gen.OneOf(
        Gen.Int[0, 100].Select(share => new[] { $"{100 - share}", $"{share}" }),
        Gen.Select(Weight, Weight).Select(pair => new[] { pair.Item1, pair.Item2 }),
        Gen.Select(Weight, Gen.Bool).Select(pair => pair.Item2 ? new[] { "", pair.Item1 } : [pair.Item1, ""]),
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50]).Select(
            pair => new[] { $"{100 - pair.Item1 - pair.Item2}", $"{pair.Item1}", $"{pair.Item2}" }),
        Weight.Array[3],
        Gen.Const(new[] { "" }));

    private static readonly Gen<string> MeshRoute = Gen.Select(Weights, Gen.Bool, Match, Mirror, Unknown, Unknown).Select(
        (weights, isFull, match, mirror, unknown, inner) =>
        {
            string host = isFull ? "web.shop.svc.cluster.local" : "web";
            IEnumerable<string> backends = weights.Zip(["stable", "canary", "third"], (weight, subset) =>
                $$"""{"destination":{"host":"{{host}}","subset":"{{subset}}"}{{Field(weight)}}{{inner}} }""");
            return $$"""{"route":[{{string.Join(',', backends)}}]{{match}}{{mirror}}{{unknown}} }""";
        });

    private static readonly Gen<string> OtherRoute = Gen.OneOf(
        """{"redirect":{"uri":"/x"},"match":[{"uri":{"exact":"/old"}}]}""",
        """{"match":[{"uri":{"prefix":"/b"}}],"route":[{"destination":{"host":"api"},"weight":7},{"destination":{"host":"legacy.example"},"weight":3}]}""",
        """{"match":[{"port":81}],"route":[{"destination":{"host":"api","port":{"number":81}}}],"fault":{"abort":{"percentage":{"value":0.1}}}}""");

    private static readonly Gen<string> StreamRoute = Weights.Select(weights =>
    {
        IEnumerable<string> backends = weights.Zip(["stable", "canary", "third"], (weight, subset) =>
            $$$"""{"destination":{"host":"web","subset":"{{{subset}}}","port":{"number":9000}}{{{Field(weight)}}} }""");
        return $$"""{"match":[{"port":9000}],"route":[{{string.Join(',', backends)}}]}""";
    });

    /// <summary>VirtualServices with one or more routes to the service among others.</summary>
    public static Gen<TrafficWorld> Istio { get; } = Gen.Select(
        OtherRoute.Array[0, 2], MeshRoute.Array[1, 2], StreamRoute.Array[0, 1], StreamRoute.Array[0, 1], Metadata, Ready)
        .Select((others, own, tcp, tls, metadata, ready) => new TrafficWorld(
            "Istio",
            [
                ObjectBuilder.Of("VirtualService", "web").Shown("1", "7").WithMetadata(metadata).WithSpec($$"""
                    {"hosts":["web"],"x-spec":1,"http":[{{string.Join(',', others.Concat(own))}}],
                     "tcp":[{{string.Join(',', tcp)}}],"tls":[{{string.Join(',', tls)}}]}
                    """).Object(),
                ObjectBuilder.Of("DestinationRule", "web").Shown("2", "7").WithSpec(
                    $$"""{"host":"web","subsets":{{TrafficFixture.Subsets}}}""").Object(),
                Service("web"),
            ], ready));

    private static readonly Gen<string> Rules = Gen.Select(
        Weights, Gen.OneOf("web-stable", "web"), Unknown, Unknown, Gen.OneOf(
            "", ""","matches":[{"path":{"type":"PathPrefix","value":"/api"}}]""", ""","matches":[{"method":"GET"}]"""),
        Gen.OneOf(
            "", ""","filters":[{"type":"RequestHeaderModifier","requestHeaderModifier":{"remove":["x"]}}]""",
            ""","filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"api","port":80}}}]"""),
        Gen.OneOf("", "", """{"group":"x.example","kind":"Import","name":"far","weight":5},"""))
        .Select((weights, stable, unknown, inner, matches, filters, first) =>
        {
            IEnumerable<string> backends = weights.Zip([stable, "web-canary", "web-third"], (weight, name) =>
                $$"""{"name":"{{name}}","port":80{{Field(weight)}}{{inner}} }""");
            return $$"""{"backendRefs":[{{first}}{{string.Join(',', backends)}}]{{matches}}{{filters}}{{unknown}} }""";
        });

    /// <summary>HTTPRoutes with several rules.</summary>
    public static Gen<TrafficWorld> Gateway { get; } = Gen.Select(Rules.Array[1, 3], Metadata, Ready).Select(
        (rules, metadata, ready) => new TrafficWorld(
            "GatewayApi",
            [
                HttpRoute($"[{string.Join(',', rules)}]", metadata: metadata), Service("web"),
                Service("web-stable", "stable"), Service("web-canary", "canary"), Service("web-third", "third"),
            ], ready));

    /// <summary>Pairs of Ingresses with other annotations beside.</summary>
    public static Gen<TrafficWorld> Nginx { get; } = Gen.Select(
        Gen.OneOf("", "canary-weight=10", "canary-weight=0", "canary-weight=250 canary-weight-total=1000", "canary-weight=7 canary-weight-total=10"),
        Gen.OneOf("", "canary-by-header=X-Beta", "canary-by-cookie=beta"),
        Gen.OneOf("", "ssl-redirect=true backend-protocol=GRPC"), Gen.OneOf("/", "/api", "/ /x"), Ready)
        .Select((weight, way, more, paths, ready) => new TrafficWorld(
            "IngressNginx",
            [
                Ingress("web", string.Join(' ', paths.Split(' ').Select(path => $"{path}=web-stable").Append("/other=api")), more),
                Ingress(
                    "web-canary", string.Join(' ', paths.Split(' ').Select(path => $"{path}=web-canary")),
                    $"canary=true {weight} {way} {more}"),
                Service("web"), Service("web-stable", "stable"), Service("web-canary", "canary"),
            ], ready));

    /// <summary>Deployments with any number of pods.</summary>
    public static Gen<TrafficWorld> Replicas { get; } = Gen.Select(
        Gen.Int[0, 12], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Bool, Metadata, Gen.Int[0, 9]).Select(
        (stable, canary, ready, hasNote, metadata, usual) => new TrafficWorld(
            "ReplicaRatio",
            [
                Deployment("stable", stable, Math.Min(stable, ready), metadata: metadata),
                Deployment("canary", canary, Math.Min(canary, ready), metadata: hasNote && usual > 0 && usual < stable + canary
                    ? $$$"""{"annotations":{"a":"b","{{{ReplicaProvider.UsualTotal}}}":"{{{usual}}}"}}"""
                    : metadata),
                Service("web"),
            ],
            [.. new[] { (Track: "stable", Count: stable), (Track: "canary", Count: canary) }
                .Where(side => Math.Min(side.Count, ready) > 0).Select(side => side.Track)]));

    public static Gen<TrafficWorld> Any { get; } = Gen.OneOf(Istio, Gateway, Nginx, Replicas);

    private static string Field(string weight) => weight.Length > 0 ? $",\"weight\":{weight}" : "";
}

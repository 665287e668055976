using CsCheck;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;
using MicroK8s.Updates;
using Xunit.Abstractions;
using static MicroK8s.Tests.Traffic.ShopObjects;

namespace MicroK8s.Tests.Traffic.Properties;

/// <summary>
/// A canary that comes, gets shares and goes leaves every object that was there as it was, and none that was not.
/// </summary>
public sealed class ExtendProperties(ITestOutputHelper output)
{
    private const int Runs = 400;

    private static readonly ClusterFault[] Refusals =
    [
        ClusterFault.ThirdDestination, ClusterFault.AmbiguousRoute, ClusterFault.AlreadyExists, ClusterFault.InvalidSpec,
        ClusterFault.RouteNotFound,
    ];

    private static readonly KubeObject Stable = ObjectBuilder.Deployment().Shown("1", "7").With(item =>
    {
        item.Template["metadata"]!["labels"]!["track"] = "stable";
        item.Template["metadata"]!["labels"]!["version"] = "v1";
        item.Spec["selector"]!["matchLabels"]!["track"] = "stable";
    }).Object();

    private static readonly Gen<string> Metadata = Gen.OneOf("{}", """{"annotations":{"a/b":"c"}}""");

    private static readonly Gen<string> Unknown =
        Gen.OneOf("", ""","timeout":"3s" """, ""","x-new":{"deep":[1,2.50,null]}""");

    /// <summary>A mesh with a route to the service, with or without subsets of any name.</summary>
    private static readonly Gen<TrafficWorld> Mesh = Gen.Select(
        Gen.OneOf(
            "", """[{"name":"v1","labels":{"version":"v1"}}]""", """[{"name":"stable","labels":{"track":"stable"},"trafficPolicy":{"x":1}}]""",
            """[{"name":"old","labels":{"track":"stable"}},{"name":"new","labels":{"track":"canary"}}]"""),
        Gen.OneOf("", "subset", "whole"), Gen.OneOf("", ""","weight":1""", ""","weight":100,"headers":{}"""), Unknown, Metadata,
        Gen.Int[0, 2], Gen.Int[0, 2]).Select((subsets, to, rest, unknown, metadata, above, below) =>
        {
            string name = subsets.Length == 0 || to != "subset" ? "" : KubeObject.Parse($$"""{"s":{{subsets}}}""").Json.Items("s").First().Text("name")!;
            string subset = name.Length > 0 ? $",\"subset\":\"{name}\"" : "";
            string own = $$"""{"route":[{"destination":{"host":"web"{{subset}} }{{rest}} }]{{unknown}} }""";
            const string Other = """{"match":[{"uri":{"prefix":"/x"}}],"route":[{"destination":{"host":"api"}}]}""";
            string http = string.Join(',', Enumerable.Repeat(Other, above).Append(own).Concat(Enumerable.Repeat(Other, below)));
            KubeObject[] routes = to.Length == 0 ? [] :
            [
                ObjectBuilder.Of("VirtualService", "edge").Shown("1", "7").WithMetadata(metadata)
                    .WithSpec($$"""{"hosts":["web"],"http":[{{http}}]}""").Object(),
            ];
            KubeObject[] rules = subsets.Length == 0 ? [] :
            [
                ObjectBuilder.Of("DestinationRule", "policy").Shown("2", "7").WithMetadata(metadata)
                    .WithSpec($$"""{"host":"web","subsets":{{subsets}},"trafficPolicy":{"tls":{"mode":"SIMPLE"} } }""").Object(),
            ];
            return new TrafficWorld("Istio", [Service("web"), .. routes, .. rules], []);
        });

    /// <summary>HTTPRoutes that lead to the service, with or without Services for its parts.</summary>
    private static readonly Gen<TrafficWorld> Gateways = Gen.Select(
        Gen.OneOf("web", "web=1", "web=7", "web web-next=0", "web web-next=30"), Gen.OneOf("", "a", "b", "ab"), Unknown, Metadata,
        Gen.Int[0, 2], Gen.Int[0, 2]).Select((backends, services, unknown, metadata, above, below) =>
        {
            string Other(int index) => Rule("api", $$$""","matches":[{"path":{"value":"/{{{index}}}"}}]""");
            string rules = string.Join(',', Enumerable.Range(0, above).Select(Other).Append(Rule(backends, unknown))
                .Concat(Enumerable.Range(10, below).Select(Other)));
            KubeObject[] parts =
            [
                .. services.Contains('a', StringComparison.Ordinal) ? new[] { Service("web-old", "stable") } : [],
                .. services.Contains('b', StringComparison.Ordinal) ? new[] { Service("web-next", "canary") } : [],
            ];
            return new TrafficWorld(
                "GatewayApi", [Service("web"), .. parts, HttpRoute($"[{rules}]", "edge", metadata: metadata)], []);
        });

    /// <summary>One or two main Ingresses with several paths.</summary>
    private static readonly Gen<TrafficWorld> Ingresses = Gen.Select(
        Gen.OneOf("/=web", "/x=api /=web", "/=web /a=web /b=api"), Gen.OneOf("", "/second=web"),
        Gen.OneOf("", "ssl-redirect=true"), Gen.Bool).Select((paths, second, annotations, hasDefault) =>
        {
            string spec = hasDefault ? """{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}}""" : "{}";
            KubeObject[] more = second.Length == 0 ? [] : [Ingress("more", second)];
            return new TrafficWorld("IngressNginx", [Service("web"), Ingress("main", paths, annotations, spec: spec), .. more], []);
        });

    [Fact]
    public void Without_changes_of_others_all_is_as_before() => Sample("Istio", Mesh);

    [Fact]
    public void The_same_holds_for_a_Gateway() => Sample("GatewayApi", Gateways);

    [Fact]
    public void The_same_holds_for_an_Ingress() => Sample("IngressNginx", Ingresses);

    private void Sample(string provider, Gen<TrafficWorld> worlds)
    {
        int made = 0;
        Gen.Select(worlds, Gen.Int[0, 100].Array[0, 3]).Sample(
            (world, weights) =>
            {
                if (Extend(world, provider) is not { } extended) return;
                Interlocked.Increment(ref made);
                TrafficWorld later = weights.Append(0).Aggregate(extended.World, (now, weight) => Set(now, extended.Plan, weight));
                var remains = new List<string>();
                TrafficWorld after = later.After(CanaryWithdrawal.Plan(Web, later.Read, remains).Select(change => change.Write));
                Assert.Empty(remains);
                Assert.Equal(Expected(world), after.Objects.Select(Residue.Whole));
            }, iter: Runs, print: pair => $"{pair.Item1}\n{string.Join(' ', pair.Item2)}");
        output.WriteLine($"{Volatile.Read(ref made)} canaries");
        Assert.True(made > Runs / 5, $"only {made} canaries");
    }

    /// <summary>All as it was, but a share that a canary had without pods: nobody would serve it.</summary>
    private static IEnumerable<string> Expected(TrafficWorld world) => world.Objects.Select(Residue.Whole)
        .Select(text => text.Replace(
            """{"name":"web","port":80},{"name":"web-next","port":80,"weight":30}""",
            """{"name":"web","port":80,"weight":100},{"name":"web-next","port":80,"weight":0}""", StringComparison.Ordinal));

    private static (TrafficWorld World, CanaryPlan Plan)? Extend(TrafficWorld world, string provider)
    {
        var request = new CanaryRequest("shop", "web", ImageReference.Parse("shop/web:v2.0")) { Provider = provider };
        var traffic = new TrafficSnapshot(Web, "shop", TrafficProviders.RoutesIn(world.Read, "shop", provider));
        try
        {
            CanaryPlan plan = CanaryPlanner.Plan(
                request, new CanarySnapshot(Stable, world.Objects[0], Canary: null, world.Read, traffic));
            ObjectWrite[] rules = [.. plan.Changes.SkipLast(1).Select(change => change.Write)];
            TrafficWorld after = world.After(rules);
            CheckOnlyStableGetsRequests(after, plan);
            return (after, plan);
        }
        catch (ClusterException refusal) when (Refusals.Contains(refusal.Fault))
        {
            return null;
        }
    }

    private static void CheckOnlyStableGetsRequests(TrafficWorld world, CanaryPlan plan)
    {
        TrafficRoute route = Assert.Single(
            TrafficProviders.RoutesIn(world.Read, "shop", plan.Provider),
            one => one.Target.Name == plan.Route.RouteObject && one.Label == plan.Route.Label);
        Assert.Equal(0, route.Backends[route.IndexOf(Web, plan.Backends.Canary)].Percent);
        Assert.Equal(100, route.Backends[route.IndexOf(Web, plan.Backends.Stable)].Percent);
    }

    private static TrafficWorld Set(TrafficWorld world, CanaryPlan plan, int weight)
    {
        WeightPlan set = WeightPlanner.Plan(
            new WeightRequest("shop", "web", weight)
            {
                Provider = plan.Provider, RouteObject = plan.Route.RouteObject, Route = plan.Route.Label,
                Subset = plan.Backends.Canary, IgnoreReadiness = true, IgnoreUnreachable = true,
            },
            new TrafficSnapshot(Web, "shop", TrafficProviders.RoutesIn(world.Read, "shop", plan.Provider)));
        return world.After(set.Writes);
    }
}

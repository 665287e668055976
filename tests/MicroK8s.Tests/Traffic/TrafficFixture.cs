using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic;

namespace MicroK8s.Tests.Traffic;

/// <summary>Makes the state of a namespace <c>shop</c> with a service <c>web</c> from a few words of JSON.</summary>
internal static class TrafficFixture
{
    public const string Subsets =
        """[{"name":"stable","labels":{"track":"stable"}},{"name":"canary","labels":{"track":"canary"}},{"name":"third","labels":{"track":"third"}}]""";

    public static TrafficSnapshot State(string http, string subsets = Subsets, string metadata = "", params string[] ready) =>
        State([VirtualService("web", http, metadata)], subsets, ready);

    public static TrafficSnapshot State(IEnumerable<KubeObject> virtualServices, string subsets, params string[] ready) =>
        State([.. virtualServices, Rule(subsets), Service], ready);

    public static TrafficSnapshot State(IReadOnlyList<KubeObject> objects, params string[] ready) =>
        new(new ServiceHost("web", "shop"), "shop", TrafficProviders.RoutesIn(Read(objects), "shop", provider: null))
        {
            ReadyPods = [.. ready.Select(Pod)],
        };

    public static KubeObject Service { get; } = KubeObject.Parse(
        """{"kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"}}}""");

    public static RoutingObjects Read(IReadOnlyList<KubeObject> objects) =>
        new(type => objects.Where(item => item.Kind == type.Kind));

    public static KubeObject VirtualService(string name, string http, string metadata = "") => KubeObject.Parse(
        $$$"""
        {"kind":"VirtualService","metadata":{"name":"{{{name}}}","namespace":"shop","resourceVersion":"7"{{{metadata}}}},
         "spec":{"hosts":["{{{name}}}"],"http":{{{http}}}}}
        """);

    public static KubeObject Rule(string subsets) => KubeObject.Parse(
        $$$"""{"kind":"DestinationRule","metadata":{"name":"web","namespace":"shop"},"spec":{"host":"web.shop.svc.cluster.local","subsets":{{{subsets}}}}}""");

    public static KubeObject Pod(string track) => KubeObject.Parse(
        $$$"""{"metadata":{"name":"p","namespace":"shop","labels":{"app":"web","track":"{{{track}}}"}},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""");

    /// <summary>One route: <c>stable=90 canary=10</c>; a weight may be left out.</summary>
    public static string Route(string destinations, string rest = "") =>
        $$"""{"route":[{{string.Join(',', destinations.Split(' ').Select(Destination))}}]{{rest}}}""";

    private static string Destination(string text)
    {
        string[] parts = text.Split('=');
        string subset = parts[0].Length == 0 ? "" : $$""","subset":"{{parts[0]}}" """;
        string weight = parts.Length > 1 ? $$""","weight":{{parts[1]}}""" : "";
        return $$$"""{"destination":{"host":"web"{{{subset}}}}{{{weight}}}}""";
    }
}

using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Reads HTTPRoutes of the Gateway API. Their backends are Services, not subsets.</summary>
internal sealed class GatewayRouteReader : IRouteReader
{
    public string Provider => "GatewayApi";

    public IReadOnlyList<ResourceType> Reads { get; } = [ResourceTypes.HttpRoute, ResourceTypes.HttpRouteBeta];

    // Both versions serve the same objects.
    public IEnumerable<TrafficRoute> Routes(RoutingObjects read) => Reads.SelectMany(read.Of)
        .DistinctBy(route => route.Uid).SelectMany(route => route.Json.Items("spec", "rules")
            .Select((rule, index) => Read(read, route, rule, index)));

    private TrafficRoute Read(RoutingObjects read, KubeObject route, JsonElement rule, int index)
    {
        JsonElement[] backends = [.. rule.Items("backendRefs").Where(IsService)];

        // An omitted weight is 1 (Gateway API, BackendRef.weight).
        IReadOnlyList<int> percent =
            WeightArithmetic.Percent([.. backends.Select(item => (int?)(item.Number("weight") ?? 1))]);
        string? name = rule.Text("name");
        return new TrafficRoute(
            Provider, route, new ResourceRef(ResourceTypes.HttpRoute, route.Namespace, route.Name),
            $"/spec/rules/{index}", name ?? $"{index}", name,
            [.. backends.Select((item, place) => Backend(read, route, item, percent[place]))],
            new RouteMatch(TakesAll(rule), ByHeaders: rule.Items("matches").Any(match => match.Items("headers").Any())),
            [.. Mirrors(read, route, rule)])
        {
            Part = "rule",
            Owner = OwnershipRules.OwnerOf(route),
        };
    }

    private static IEnumerable<RouteBackend> Mirrors(RoutingObjects read, KubeObject route, JsonElement rule) =>
        from filter in rule.Items("filters")
        where filter.At("requestMirror", "backendRef") is not null
        let item = filter.At("requestMirror", "backendRef")!.Value
        where IsService(item)
        select Backend(read, route, item, percent: 100);

    private static RouteBackend Backend(RoutingObjects read, KubeObject route, JsonElement item, int percent)
    {
        string name = item.Text("name") ?? "";
        var service = new ServiceHost(name, item.Text("namespace") ?? route.Namespace);
        return new RouteBackend(
            new TrafficDestination(name, null, item.Number("port"), percent, item.Number("weight")), service,
            new PodSelector(service.Namespace, read.SelectorOf(service), new Dictionary<string, string>()));
    }

    private static bool IsService(JsonElement item) => item.Text("kind") is null or "Service";

    // Without a match, or with the prefix that every path has (Gateway API, HTTPRouteRule.matches).
    private static bool TakesAll(JsonElement rule) => !rule.Items("matches").Any() || rule.Items("matches").Any(
        match => match.Text("path", "type") is null or "PathPrefix" && match.Text("path", "value") is null or "/"
            && !match.Items("headers").Any() && !match.Items("queryParams").Any() && match.At("method") is null);
}

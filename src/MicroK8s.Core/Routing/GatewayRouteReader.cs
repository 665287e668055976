using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Reads HTTPRoutes of the Gateway API. Their backends are Services, not subsets.</summary>
internal sealed class GatewayRouteReader : IRouteReader
{
    /// <summary>The provider that <see cref="TrafficRoute.Provider"/> names.</summary>
    public const string Name = "GatewayApi";

    public string Provider => Name;

    public IReadOnlyList<ResourceType> Reads { get; } = [ResourceTypes.HttpRoute, ResourceTypes.HttpRouteBeta];

    public IEnumerable<TrafficRoute> Routes(RoutingObjects read)
    {
        KubeObject[] routes = [.. Objects(read)];
        var precedence = new GatewayPrecedence(routes);
        return routes.SelectMany(route => route.Json.Items("spec", "rules")
            .Select((rule, index) => Read(read, precedence, route, rule, index)));
    }

    /// <summary>All HTTPRoutes; both versions serve the same objects.</summary>
    public static IEnumerable<KubeObject> Objects(RoutingObjects read) =>
        read.Of(ResourceTypes.HttpRoute).Concat(read.Of(ResourceTypes.HttpRouteBeta))
            .DistinctBy(route => (route.Namespace, route.Name));

    /// <summary>The address of an HTTPRoute, in the version in which it was read.</summary>
    public static ResourceRef RefOf(KubeObject route) => new(
        route.ApiVersion == ResourceTypes.HttpRouteBeta.ApiVersion
            ? ResourceTypes.HttpRouteBeta
            : ResourceTypes.HttpRoute,
        route.Namespace, route.Name);

    private TrafficRoute Read(
        RoutingObjects read, GatewayPrecedence precedence, KubeObject route, JsonElement rule, int index)
    {
        JsonElement[] backends = [.. rule.Items("backendRefs")];
        // An omitted weight is 1 (Gateway API, BackendRef.weight); a backend that is alone with 0 gets nothing.
        IReadOnlyList<int> percent =
            WeightArithmetic.Share(100, [.. backends.Select(item => item.Number("weight") ?? 1)]);
        string? name = rule.Text("name");
        return new TrafficRoute(
            Provider, route, RefOf(route),
            $"/spec/rules/{index}", name ?? $"{index}", name,
            [.. backends.Select((item, place) => Backend(read, route, item, percent[place]))],
            new RouteMatch(TakesAll(rule), ByHeaders: rule.Items("matches").Any(match => match.Items("headers").Any())),
            [.. Mirrors(read, route, rule)])
        {
            Part = "rule",
            Owner = OwnershipRules.OwnerOf(route),
            Unreachable = Detached(route) ?? (precedence.FirstBefore(route, index) is { } first
                ? $"{first} takes the same requests before it"
                : null),
        };
    }

    /// <summary>
    /// Why no Gateway follows the route, as a clause. Null if one does, or none has said anything yet.
    /// </summary>
    private static string? Detached(KubeObject route)
    {
        if (!route.Json.Items("spec", "parentRefs").Any()) return "it has no parentRefs, so no Gateway follows it";
        JsonElement[] refusals =
        [
            .. route.Json.Items("status", "parents").Select(parent => parent.Items("conditions")
                .FirstOrDefault(condition => condition.Text("type") == "Accepted")),
        ];
        return refusals.Length > 0 && refusals.All(condition => condition.Text("status") == "False")
            ? $"its Gateway does not accept it ({refusals[0].Text("reason")})"
            : null;
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
        // Another kind has its share too, but pods that only its controller knows.
        if (!IsService(item))
        {
            return new RouteBackend(
                new TrafficDestination(name, null, item.Number("port"), percent, item.Number("weight")),
                new ServiceHost(name, null), Pods: null)
            {
                Omitted = 1,
            };
        }

        var service = new ServiceHost(name, item.Text("namespace") ?? route.Namespace);
        return new RouteBackend(
            new TrafficDestination(name, null, item.Number("port"), percent, item.Number("weight")), service,
            new PodSelector(service.Namespace, read.SelectorOf(service), new Dictionary<string, string>()))
        {
            Omitted = 1,
            Refused = IsGranted(read, route, service)
                ? null
                : $"no ReferenceGrant of namespace {service.Namespace} lets HTTPRoutes of {route.Namespace} lead to it",
        };
    }

    /// <summary>
    /// A backend in another namespace needs a ReferenceGrant there, else its share is answered with 500 (Gateway API,
    /// ReferenceGrant).
    /// </summary>
    private static bool IsGranted(RoutingObjects read, KubeObject route, ServiceHost service) =>
        service.Namespace == route.Namespace || !read.IsWhole(ResourceTypes.ReferenceGrant)
        || read.Of(ResourceTypes.ReferenceGrant).Where(grant => grant.Namespace == service.Namespace).Any(grant =>
            grant.Json.Items("spec", "from").Any(from => from.Text("group") == ResourceTypes.HttpRoute.Group
                && from.Text("kind") == ResourceTypes.HttpRoute.Kind && from.Text("namespace") == route.Namespace)
            && grant.Json.Items("spec", "to").Any(to => to.Text("group") is null or ""
                && to.Text("kind") == ResourceTypes.Service.Kind
                && (to.Text("name") is null or "" || to.Text("name") == service.Name)));

    private static bool IsService(JsonElement item) =>
        item.Text("kind") is null or "Service" && item.Text("group") is null or "";

    // Without a match, or with the prefix that every path has (Gateway API, HTTPRouteRule.matches).
    private static bool TakesAll(JsonElement rule) => !rule.Items("matches").Any() || rule.Items("matches").Any(
        match => match.Text("path", "type") is null or "PathPrefix" && match.Text("path", "value") is null or "/"
            && !match.Items("headers").Any() && !match.Items("queryParams").Any() && match.At("method") is null);
}

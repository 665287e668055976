using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// Reads canary Ingresses of ingress-nginx, each with the Service that the main Ingress leads to. The controller joins
/// both by host, path and path type, and gives the canary to every path of that Service (kubernetes/ingress-nginx,
/// internal/ingress/controller/controller.go, <c>mergeAlternativeBackends</c>).
/// </summary>
internal sealed class NginxRouteReader : IRouteReader
{
    /// <summary>The provider that <see cref="TrafficRoute.Provider"/> names.</summary>
    public const string Name = "IngressNginx";

    public string Provider => Name;

    public IReadOnlyList<ResourceType> Reads { get; } = [ResourceTypes.Ingress];

    public IEnumerable<TrafficRoute> Routes(RoutingObjects read)
    {
        // The oldest first: of several canaries of a Service, the first that was joined gets the requests.
        KubeObject[] all = [.. read.Of(ResourceTypes.Ingress).OrderBy(item => item.Created)
            .ThenBy(item => $"{item.Namespace}/{item.Name}", StringComparer.Ordinal)];
        ILookup<(string Host, string Path, string Type), ServiceHost> main = all
            .Where(ingress => !CanaryAnnotations.IsCanary(ingress)).SelectMany(IngressPath.Of)
            .ToLookup(path => path.Place, path => path.Service);
        var taken = new Dictionary<ServiceHost, KubeObject>();
        foreach (KubeObject ingress in all.Where(CanaryAnnotations.IsCanary))
        {
            foreach (TrafficRoute route in Read(read, ingress, main, taken)) yield return route;
        }
    }

    private IEnumerable<TrafficRoute> Read(
        RoutingObjects read, KubeObject ingress, ILookup<(string, string, string), ServiceHost> main,
        Dictionary<ServiceHost, KubeObject> taken)
    {
        var pairs = IngressPath.Of(ingress)
            .Select(path => (Path: path, Main: main[path.Place].FirstOrDefault()))
            .GroupBy(pair => (pair.Main, Canary: pair.Path.Service));
        foreach (var pair in pairs)
        {
            string? unreachable = WhyUnreachable(ingress, pair.Key.Main, pair.Key.Canary, taken);
            if (unreachable is null) taken[pair.Key.Main!] = ingress;
            IngressPath path = pair.First().Path;
            TrafficRoute route = Route(read, ingress, pair.Key.Main, path, unreachable);
            yield return route;
            if (ByRequest(ingress) is { } what) yield return ForRequests(route, what);
        }
    }

    private static string? WhyUnreachable(
        KubeObject ingress, ServiceHost? main, ServiceHost canary, Dictionary<ServiceHost, KubeObject> taken)
    {
        if (main is null) return "no other Ingress has this host and path, so there is nothing that it is a canary of";
        if (main == canary) return $"it leads to Service {canary.Name} as the main Ingress does";
        return taken.TryGetValue(main, out KubeObject? other) && other != ingress
            ? $"Ingress {other.Namespace}/{other.Name} is the canary of Service {main.Name}, which can have only one"
            : null;
    }

    private TrafficRoute Route(
        RoutingObjects read, KubeObject ingress, ServiceHost? main, IngressPath path, string? unreachable)
    {
        // A total of less than 100 counts as 100 (kubernetes/ingress-nginx, rootfs/etc/nginx/lua/balancer.lua).
        int total = Math.Max(CanaryAnnotations.Number(ingress, CanaryAnnotations.WeightTotal) ?? 100, 100);
        int weight = Math.Clamp(CanaryAnnotations.Number(ingress, CanaryAnnotations.Weight) ?? 0, 0, total);
        IReadOnlyList<int> percent = WeightArithmetic.Share(100, [total - weight, weight]);
        RouteBackend canary = Backend(read, path.Service, path.Port, percent[1], weight);
        return new TrafficRoute(
            Provider, ingress, new ResourceRef(ResourceTypes.Ingress, ingress.Namespace, ingress.Name),
            $"{path.Path}/canary", path.Label, path.Label,
            main is null ? [canary] : [Backend(read, main, null, percent[0], total - weight), canary],
            new RouteMatch(TakesAll: path.Place is { Path: "/", Type: not "Exact" }, ByHeaders: false), [])
        {
            Part = "path",
            Owner = OwnershipRules.OwnerOf(ingress),
            Unreachable = unreachable,
        };
    }

    /// <summary>What decides before the weight: a header, then a cookie. Null if nothing does.</summary>
    private static string? ByRequest(KubeObject ingress) =>
        ingress.Annotations.ContainsKey(CanaryAnnotations.Header) ? "header"
        : ingress.Annotations.ContainsKey(CanaryAnnotations.Cookie) ? "cookie" : null;

    /// <summary>The way of the requests that a header or cookie sends to the canary.</summary>
    private static TrafficRoute ForRequests(TrafficRoute route, string what)
    {
        RouteBackend canary = route.Backends[^1];
        return route with
        {
            Path = $"{route.Path}-by-{what}",
            Label = $"{route.Label}#{what}",
            Name = $"{route.Label}#{what}",
            Backends = [canary with { Destination = canary.Destination with { Weight = 100, RawWeight = null } }],
            Match = new RouteMatch(TakesAll: false, ByHeaders: true),
        };
    }

    private static RouteBackend Backend(
        RoutingObjects read, ServiceHost service, int? port, int percent, int raw) => new(
        new TrafficDestination(service.Name, null, port, percent, raw), service,
        new PodSelector(service.Namespace, read.SelectorOf(service), new Dictionary<string, string>()));
}

using MicroK8s.Conventions;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Turns routes into what people read.</summary>
internal static class TrafficReport
{
    private const string CanarySuffix = $"-{ServiceLabels.Canary}";

    /// <summary>
    /// The splits of routes: one per route and service, or per split between Services. What a route has beside it for
    /// the matches of its canary is part of it.
    /// </summary>
    /// <param name="routes">Routes of one namespace; those above a route in its object have to be among them.</param>
    public static IEnumerable<TrafficSplit> Of(IReadOnlyList<TrafficRoute> routes) =>
        routes.Where(route => !IsMatchRoute(route, routes)).SelectMany(route => ServicesOf(route)
            .Select(service => Of(route, routes, service, canary: null)));

    /// <summary>The split of one route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="routes">All routes of its namespace.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's label. Null if it has to be found.</param>
    public static TrafficSplit Of(
        TrafficRoute route, IReadOnlyList<TrafficRoute> routes, ServiceHost service, string? canary)
    {
        IReadOnlyList<string> routed = RouteMembers.NamesOf([route], service);
        IReadOnlyList<RouteBackend> known = RouteMembers.KnownTo([route], service);
        canary ??= SubsetRules.FindCanary(known, routed);
        string? stable = SubsetRules.FindStable(known, routed) ?? SubsetRules.OtherOfTwo(routed, canary);
        if (stable == canary) stable = null;
        int index = canary is null ? -1 : route.IndexOf(service, canary);
        return new TrafficSplit(
            service.NameIn(route.Namespace), route.Namespace, route.Target.Name, route.Label,
            [.. route.Backends.Select(backend => backend.Destination)], SubsetOf(known, canary),
            canary is null ? null : index < 0 ? 0 : route.Backends[index].Percent, SubsetOf(known, stable),
            canary is not null && CanaryExposure.HeaderMatches(route, routes, service, canary), route.Owner)
        {
            Provider = route.Provider,
            Canary = canary,
            Stable = stable,
            MirrorPercent = route.Mirrors.FirstOrDefault(mirror => canary is not null && mirror.Is(service, canary))
                ?.Percent ?? 0,
        };
    }

    private static bool IsMatchRoute(TrafficRoute route, IReadOnlyList<TrafficRoute> all) =>
        route is { Match.ByHeaders: true, Backends.Count: 1 } && all.Any(other => other.Backends.Count > 1
            && other.Backends.Any(backend => TrafficProviders.Find(other.Provider)
                .MatchRouteOf(other, backend, all)?.IsSame(route) == true));

    private static string? SubsetOf(IReadOnlyList<RouteBackend> known, string? label) =>
        known.Any(backend => backend.Subset is null && backend.Label == label) ? null : label;

    /// <summary>
    /// The services of a route; a split between Services is named by the service whose canary it has.
    /// </summary>
    private static IEnumerable<ServiceHost> ServicesOf(TrafficRoute route)
    {
        ServiceHost[] all = [.. route.Backends.Select(backend => backend.Service).Distinct()];
        IReadOnlyList<RouteBackend> split = RouteMembers.SplitOf(route);
        if (split.Count == 0) return all;

        string[] labels = [.. split.Select(backend => backend.Label).Distinct()];
        string? stable = SubsetRules.FindStable(split, labels);
        string? canary = SubsetRules.FindCanary(split, labels);
        bool isTold = canary is not null;
        ServiceHost first = (split.FirstOrDefault(backend => backend.Label == stable) ?? split[0]).Service;
        if (isTold && canary!.EndsWith(CanarySuffix, StringComparison.Ordinal))
        {
            // By the name of the service whose canary it is, whether or not a Service is called so.
            first = first with { Name = canary[..^CanarySuffix.Length] };
        }

        return isTold ? all.Where(service => split.All(one => one.Service != service)).Prepend(first) : all;
    }
}

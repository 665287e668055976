using MicroK8s.Conventions;

namespace MicroK8s.Routing;

/// <summary>
/// Which backends of a route share the traffic of one service: its subsets; in a split between several Services without
/// subsets, all of these.
/// </summary>
internal static class RouteMembers
{
    /// <summary>The backends; none if the route does not lead to the service.</summary>
    /// <param name="route">The route.</param>
    /// <param name="service">
    /// The service, one of the Services of a split, or the name that its canary's Service has with <c>-canary</c>.
    /// </param>
    public static IReadOnlyList<RouteBackend> Of(TrafficRoute route, ServiceHost service)
    {
        RouteBackend[] own = [.. route.Backends.Where(backend => backend.Service == service)];
        if (own.Any(backend => backend.Subset is not null)) return own;
        IReadOnlyList<RouteBackend> split = SplitOf(route);
        ServiceHost canary = service with { Name = $"{service.Name}-{ServiceLabels.Canary}" };
        return split.Any(backend => backend.Service == service || backend.Service == canary) ? split : own;
    }

    /// <summary>The Services of a split without subsets; none if a route has at most one such Service.</summary>
    public static IReadOnlyList<RouteBackend> SplitOf(TrafficRoute route)
    {
        RouteBackend[] plain =
        [
            .. route.Backends.Where(backend => backend.Subset is null
                && !route.Backends.Any(other => other.Service == backend.Service && other.Subset is not null)),
        ];
        return plain.DistinctBy(backend => backend.Service).Skip(1).Any() ? plain : [];
    }

    /// <summary>The names of the parts that routes use for a service: of subsets, or of the Services of a split.
    /// </summary>
    public static IReadOnlyList<string> NamesOf(IEnumerable<TrafficRoute> routes, ServiceHost service) =>
    [
        .. routes.SelectMany(route => Of(route, service) is var members && members.Any(one => one.Service != service)
                ? members
                : members.Where(backend => backend.Subset is not null))
            .Select(backend => backend.Label).Distinct(),
    ];

    /// <summary>All parts that routes could use for a service, whether they do or not.</summary>
    public static IReadOnlyList<RouteBackend> KnownTo(IEnumerable<TrafficRoute> routes, ServiceHost service) =>
    [
        .. routes.SelectMany(route =>
            Of(route, service).Concat(route.Spare.Where(backend => backend.Service == service))),
    ];
}

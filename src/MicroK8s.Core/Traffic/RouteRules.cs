using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Finds the one route whose weights are meant.</summary>
internal static class RouteRules
{
    /// <summary>The routes that a caller may mean: those to the service, narrowed by what was named.</summary>
    /// <exception cref="ClusterException">RouteNotFound.</exception>
    public static IReadOnlyList<TrafficRoute> Named(TrafficSnapshot state, string? routeObject, string? route)
    {
        if (state.ServiceRoutes.Count == 0)
        {
            throw state.Denied.Values.FirstOrDefault()
                ?? RouteFaults.NoRoute(state.Namespace, state.Service.NameIn(state.Namespace));
        }

        TrafficRoute[] inObject =
            [.. state.ServiceRoutes.Where(r => routeObject is null || r.Target.Name == routeObject)];
        if (inObject.Length == 0) throw NotAmong(state, $"{state.Namespace}/{routeObject}", inObject);
        if (route is null) return inObject;

        TrafficRoute[] byName = [.. inObject.Where(r => r.Name == route)];
        TrafficRoute[] named = byName.Length > 0 ? byName : [.. inObject.Where(r => r.Label == route)];

        // Records and messages show a name clean; what they show can be typed.
        if (named.Length == 0) named = [.. inObject.Where(r => UntrustedText.CleanLine(r.Name) == route)];
        return named.Length > 0 ? named : throw NotAmong(state, $"Route '{route}'", inObject);
    }

    /// <summary>The routes that a request may mean.</summary>
    /// <exception cref="ClusterException">RouteNotFound.</exception>
    public static IReadOnlyList<TrafficRoute> Named(TrafficSnapshot state, WeightRequest request)
    {
        IReadOnlyList<TrafficRoute> named = Named(state, request.RouteObject, request.Route);
        if (request.Among is not { } among) return named;
        TrafficRoute[] left = [.. named.Where(r =>
            among.Contains((r.Target.Name, UntrustedText.CleanLine(r.Label))))];
        return left.Length > 0 ? left : throw NotAmong(state, $"Route '{among[0].Route}'", left);
    }

    /// <summary>
    /// The only route that shares traffic with the canary; if none does yet, the only one that could. A route to the
    /// canary alone behind a match is a way of its own (a header canary), not a weight.
    /// </summary>
    /// <exception cref="ClusterException">AmbiguousRoute.</exception>
    public static TrafficRoute Single(IReadOnlyList<TrafficRoute> routes, ServiceHost service, string canary)
    {
        TrafficRoute[] sharing = [.. routes.Where(r => r.Backends.Count > 1 && r.IndexOf(service, canary) >= 0)];
        TrafficRoute[] others = [.. routes.Where(r => r.IndexOf(service, canary) < 0)];
        IReadOnlyList<TrafficRoute> candidates = sharing.Length > 0 ? sharing : others.Length > 0 ? others : routes;
        if (candidates.Count > 1 && candidates.Where(r => r.Unreachable is null).ToArray() is { Length: > 0 } live)
        {
            candidates = live;
        }

        return candidates.Count == 1 ? candidates[0] : throw new ClusterException(
            ClusterFault.AmbiguousRoute,
            $"Several routes lead to {service.Name}, and none was named: {Titles(candidates)}.", service.Name,
            "Name one with -RouteName (a name, or an index), and with -RouteObject if need be.");
    }

    /// <summary>Throws if not all could be read that decides about the route.</summary>
    /// <exception cref="ClusterException">AccessDenied.</exception>
    public static void RequireKnown(TrafficSnapshot state, TrafficRoute route)
    {
        if (state.Denied.TryGetValue(route.Provider, out ClusterException? denial)) throw denial;
    }

    /// <summary>Throws if no request comes to the route: a change of it would change nothing.</summary>
    /// <param name="route">The route.</param>
    /// <param name="what">What is to be changed, such as "A weight".</param>
    /// <exception cref="ClusterException">RouteUnreachable.</exception>
    public static void RequireReachable(TrafficRoute route, string what = "A weight")
    {
        if (route.Unreachable is not { } why) return;
        throw new ClusterException(
            ClusterFault.RouteUnreachable, $"{route.Title}, gets no requests: {why}. "
            + $"{what} would change nothing.",
            route.Label, "Correct the order or the hosts of the routes, or use -Force to write it all the same.");
    }

    private static string Titles(IEnumerable<TrafficRoute> routes) =>
        string.Join("; ", routes.Select(route => route.Title));

    private static ClusterException NotAmong(TrafficSnapshot state, string what, TrafficRoute[] routes) => new(
        ClusterFault.RouteNotFound, $"{what} is not a route to {state.Service.Name}.", state.Service.Name,
        $"There are: {Titles(routes.Length > 0 ? routes : state.ServiceRoutes)}.");
}

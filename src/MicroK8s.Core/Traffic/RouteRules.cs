using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Finds the one route whose weights are meant.</summary>
internal static class RouteRules
{
    /// <summary>The routes that a caller may mean: those to the service, narrowed by what was named.</summary>
    /// <exception cref="ClusterException">RouteNotFound.</exception>
    public static IReadOnlyList<IstioRoute> Named(TrafficSnapshot state, string? virtualService, string? route)
    {
        if (state.ServiceRoutes.Count == 0)
        {
            throw RouteFaults.NoRoute(state.Namespace, state.Service.NameIn(state.Namespace));
        }

        IstioRoute[] inObject =
            [.. state.ServiceRoutes.Where(r => virtualService is null || r.VirtualService.Name == virtualService)];
        if (inObject.Length == 0) throw NotAmong(state, $"VirtualService {state.Namespace}/{virtualService}", inObject);
        if (route is null) return inObject;

        IstioRoute[] byName = [.. inObject.Where(r => r.Name == route)];
        IstioRoute[] named = byName.Length > 0 ? byName : [.. inObject.Where(r => r.Label == route)];

        // Records and messages show a name clean; what they show can be typed.
        if (named.Length == 0) named = [.. inObject.Where(r => UntrustedText.CleanLine(r.Name) == route)];
        return named.Length > 0 ? named : throw NotAmong(state, $"Route '{route}'", inObject);
    }

    /// <summary>The routes that a request may mean.</summary>
    /// <exception cref="ClusterException">RouteNotFound.</exception>
    public static IReadOnlyList<IstioRoute> Named(TrafficSnapshot state, WeightRequest request)
    {
        IReadOnlyList<IstioRoute> named = Named(state, request.VirtualService, request.Route);
        if (request.Among is not { } among) return named;
        IstioRoute[] left = [.. named.Where(r => 
            among.Contains((r.VirtualService.Name, UntrustedText.CleanLine(r.Label))))];
        return left.Length > 0 ? left : throw NotAmong(state, $"Route '{among[0].Route}'", left);
    }

    /// <summary>
    /// The only route that shares traffic with the canary; if none does yet, the only one that could. A route to the
    /// canary alone behind a match is a way of its own (a header canary), not a weight.
    /// </summary>
    /// <exception cref="ClusterException">AmbiguousRoute.</exception>
    public static IstioRoute Single(IReadOnlyList<IstioRoute> routes, ServiceHost service, string canary)
    {
        IstioRoute[] sharing = [.. routes.Where(r => r.Destinations.Count > 1 && r.IndexOf(service, canary) >= 0)];
        IstioRoute[] others = [.. routes.Where(r => r.IndexOf(service, canary) < 0)];
        IReadOnlyList<IstioRoute> candidates = sharing.Length > 0 ? sharing : others.Length > 0 ? others : routes;
        return candidates.Count == 1 ? candidates[0] : throw new ClusterException(
            ClusterFault.AmbiguousRoute,
            $"Several routes lead to {service.Name}, and none was named: {Titles(candidates)}.", service.Name,
            "Name one with -RouteName (a name, or an index), and with -VirtualService if need be.");
    }

    private static string Titles(IEnumerable<IstioRoute> routes) =>
        string.Join("; ", routes.Select(route => route.Title));

    private static ClusterException NotAmong(TrafficSnapshot state, string what, IstioRoute[] routes) => new(
        ClusterFault.RouteNotFound, $"{what} is none of the http routes to {state.Service.Name}.", state.Service.Name,
        $"There are: {Titles(routes.Length > 0 ? routes : state.ServiceRoutes)}.");
}

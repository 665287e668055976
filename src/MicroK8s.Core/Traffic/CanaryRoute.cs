using MicroK8s.Errors;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>The route that shares traffic with the canary: all of it to stable at first.</summary>
/// <param name="RouteObject">The name of the object that holds it.</param>
/// <param name="Label">Its name or index.</param>
/// <param name="Changes">What has to be written; nothing if it is so already.</param>
/// <param name="Warnings">Other ways that lead to the canary's pods, and callers who do not follow the route.</param>
internal sealed record CanaryRoute(
    string RouteObject, string Label, IReadOnlyList<ObjectChange> Changes, IReadOnlyList<string> Warnings)
{
    /// <summary>Extends the one route that qualifies; makes the object if nothing routes to the service.</summary>
    /// <exception cref="ClusterException">
    /// RouteNotFound, RouteUnreachable, AmbiguousRoute, ThirdDestination, OwnedByController, AlreadyExists,
    /// InvalidSpec.
    /// </exception>
    public static CanaryRoute Plan(
        CanaryRequest request, CanarySnapshot state, ITrafficProvider provider, CanaryPods pods,
        CanaryBackends backends)
    {
        if (state.Traffic.ServiceRoutes.Count == 0 && request.RouteObject is null && request.Route is null)
        {
            NewRoute first = provider.CreateRoute(pods, backends, state.Read);
            return new CanaryRoute(first.Target.Name, first.Label, first.Changes, first.Notes);
        }

        IReadOnlyList<TrafficRoute> named = RouteRules.Named(state.Traffic, request.RouteObject, request.Route);
        TrafficRoute route = RouteRules.Single(named, state.Traffic.Service, backends.Canary);
        if (request.GetsRequests && !request.IgnoreOwner) RouteRules.RequireReachable(route);
        RouteWeights weights = WeightSpread.For(
            route, state.Traffic.Service, backends.Canary, weight: 0, rescale: false) with { KeepsZero = true };
        RouteEdit edit = provider.ExtendRoute(route, weights, pods, backends);
        if (edit.Writes.Count > 0 && !request.IgnoreOwner) OwnershipRules.RequireNone(route);

        IEnumerable<TrafficRoute> others = state.Traffic.Routes.Where(other => !other.IsSame(route));
        return new CanaryRoute(
            route.Target.Name, route.Label, edit.Writes,
            [
                .. route.Unreachable is { } why ? [$"{route.Title}, gets no requests: {why}."]
                    : provider.NotesOn(route, pods, state.Read),
                .. CanaryExposure.OtherWays(route, others, state.Traffic.Service, backends.Canary),
            ]);
    }
}

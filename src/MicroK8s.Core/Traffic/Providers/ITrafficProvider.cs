using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>
/// Who carries routes out, such as Istio: turns decisions into changes of its objects. Pure. Which route, which part is
/// the canary, which weights, who may change it: all of that is decided by its callers, for every provider alike.
/// </summary>
internal interface ITrafficProvider
{
    /// <summary>Reads its routes; also the name and the kinds of the provider.</summary>
    IRouteReader Reader { get; }

    /// <summary>The change that gives the backends of a route other weights.</summary>
    /// <param name="route">A route that <see cref="Reader"/> read.</param>
    /// <param name="weights">The weights before and after, and new backends.</param>
    RouteEdit SetWeights(TrafficRoute route, RouteWeights weights);

    /// <summary>The two backends of a service with a canary, and what has to be defined for them.</summary>
    /// <param name="pods">The service, its stable pods and the canary's.</param>
    /// <param name="read">The provider's objects and Services.</param>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    CanaryBackends DefineBackends(CanaryPods pods, RoutingObjects read);

    /// <summary>A first route for a service that none leads to: all to stable, nothing to the canary.</summary>
    /// <param name="pods">The service.</param>
    /// <param name="backends">Its two backends.</param>
    /// <param name="read">The provider's objects.</param>
    /// <exception cref="ClusterException">RouteNotFound, AlreadyExists: an object is in the way.</exception>
    NewRoute CreateRoute(CanaryPods pods, CanaryBackends backends, RoutingObjects read);

    /// <summary>
    /// The change that gives a route a canary without a share, so that its pods get nothing when they come.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="weights">All to the others.</param>
    /// <param name="backends">The two backends.</param>
    RouteEdit ExtendRoute(TrafficRoute route, RouteWeights weights, CanaryBackends backends);

    /// <summary>What callers should know who add a canary to a route, such as who does not follow it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="pods">The service.</param>
    /// <param name="read">The provider's objects.</param>
    IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read);
}

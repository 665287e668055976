using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers;

/// <summary>
/// Who carries routes out, such as Istio: turns decisions into changes of its objects. Pure. Which route, which part is
/// the canary, which weights, who may change it: all of that is decided by its callers, for every provider alike.
/// </summary>
internal interface ITrafficProvider
{
    /// <summary>Reads its routes; also the name and the kinds of the provider.</summary>
    IRouteReader Reader { get; }

    /// <summary>Kinds that tell more about its routes, such as who refuses them; it does without.</summary>
    IReadOnlyList<ResourceType> AlsoReads { get; }

    /// <summary>Those of <see cref="AlsoReads"/> that decide about the weights of some routes.</summary>
    /// <param name="routes">The routes.</param>
    IEnumerable<ResourceType> ReadsFor(IEnumerable<TrafficRoute> routes);

    /// <summary>Whether it could make a first route to a service, as far as its objects tell.</summary>
    /// <param name="pods">The service.</param>
    /// <param name="read">The provider's objects and Services.</param>
    bool CanRoute(CanaryPods pods, RoutingObjects read);

    /// <summary>Throws unless the provider can treat single requests so, on any of its routes.</summary>
    /// <param name="rules">What is wanted.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    void RequireAble(RequestRules rules);

    /// <summary>
    /// The route beside a route by which single requests go to the canary, if <see cref="SetWeights"/> made it. Null if
    /// there is none.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="canary">The canary among its backends.</param>
    /// <param name="all">All routes of the namespace.</param>
    TrafficRoute? MatchRouteOf(TrafficRoute route, RouteBackend canary, IEnumerable<TrafficRoute> all);

    /// <summary>The change that gives the backends of a route other weights, and single requests other ways.</summary>
    /// <param name="route">A route that <see cref="Reader"/> read.</param>
    /// <param name="weights">The weights before and after, and new backends.</param>
    /// <exception cref="ClusterException">InvalidSpec: the route cannot have a match or mirror.</exception>
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
    /// The change that gives a route a canary without a share, so that its pods get nothing when they come. It notes in
    /// the object what was there before (<see cref="CanaryNote"/>).
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="weights">All to the others.</param>
    /// <param name="pods">The service.</param>
    /// <param name="backends">The two backends.</param>
    RouteEdit ExtendRoute(TrafficRoute route, RouteWeights weights, CanaryPods pods, CanaryBackends backends);

    /// <summary>What callers should know who add a canary to a route, such as who does not follow it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="pods">The service.</param>
    /// <param name="read">The provider's objects.</param>
    IEnumerable<string> NotesOn(TrafficRoute route, CanaryPods pods, RoutingObjects read);

    /// <summary>
    /// The changes that take away what <see cref="DefineBackends"/>, <see cref="CreateRoute"/> and
    /// <see cref="ExtendRoute"/> made for a canary, in an order in which every step serves. Services are left to
    /// <see cref="ServiceBackends.Withdraw"/>: routes of several providers may lead to them.
    /// </summary>
    /// <param name="pods">The service, whose canary has no pods any more.</param>
    /// <param name="read">The provider's objects and Services.</param>
    /// <param name="remains">Takes a sentence for each thing that has to stay.</param>
    IEnumerable<ObjectChange> Withdraw(CanaryPods pods, RoutingObjects read, ICollection<string> remains);
}

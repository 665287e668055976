using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>What a route does with single requests, beside sharing them by weight.</summary>
/// <param name="Rules">What is wanted.</param>
/// <param name="Canary">The canary's share of the route.</param>
/// <param name="Service">The service.</param>
/// <param name="Routes">All routes of the namespace.</param>
internal sealed record RequestEdit(
    RequestRules Rules, RouteShare Canary, ServiceHost Service, IReadOnlyList<TrafficRoute> Routes);

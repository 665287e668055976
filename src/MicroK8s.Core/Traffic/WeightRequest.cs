using MicroK8s.Traffic.Providers;

namespace MicroK8s.Traffic;

/// <summary>Which weight a canary shall have.</summary>
/// <param name="Namespace">The namespace of the traffic rules.</param>
/// <param name="Service">The service, as a host of a rule of this namespace names it.</param>
/// <param name="Weight">The canary's share in whole percent, 0 to 100.</param>
public sealed record WeightRequest(string Namespace, string Service, int Weight)
{
    /// <summary>The canary: its subset, or its Service in a split between Services. Null to find it.</summary>
    public string? Subset { get; init; }

    /// <summary>The object that holds the route, by name. Null for the only one that qualifies.</summary>
    public string? RouteObject { get; init; }

    /// <summary>The name or index of the route. Null for the only one that qualifies.</summary>
    public string? Route { get; init; }

    /// <summary>
    /// The routes, by object and name or index, of which the only one that qualifies is meant. Null if it may
    /// be any.
    /// </summary>
    public IReadOnlyList<(string RouteObject, string Route)>? Among { get; init; }

    /// <summary>
    /// Who carries the route out, of <see cref="TrafficProviders.Names"/>. Null for whoever has a route.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>
    /// How many pods there may be in all for the sake of a closer share, where shares are made of pods. Null for as
    /// many as there are.
    /// </summary>
    public int? MaxReplicas { get; init; }

    /// <summary>Which requests go to the canary beside its weight. Null to leave that as it is.</summary>
    public RequestRules? Requests { get; init; }

    /// <summary>Whether destinations beside stable and canary may change, in proportion.</summary>
    public bool Rescale { get; init; }

    /// <summary>Whether a subset may get more traffic without having a ready pod.</summary>
    public bool IgnoreReadiness { get; init; }

    /// <summary>Whether a route may be changed that no request reaches.</summary>
    public bool IgnoreUnreachable { get; init; }

    /// <summary>Whether an object may be changed that a controller owns.</summary>
    public bool IgnoreOwner { get; init; }

    /// <summary>
    /// What splits of one service that come together ask for: one alone is its route, several name none.
    /// </summary>
    /// <param name="requests">Requests for the same service and weight, each with its object and route.</param>
    public static WeightRequest ForOneOf(IReadOnlyList<WeightRequest> requests)
    {
        WeightRequest first = requests[0];
        (string, string)[] routes = [.. requests.Select(one => (one.RouteObject!, one.Route!)).Distinct()];
        return routes.Length == 1 ? first : first with
        {
            RouteObject = null,
            Route = null,
            Subset = requests.Select(one => one.Subset).Distinct().Count() == 1 ? first.Subset : null,
            Among = routes,
        };
    }
}

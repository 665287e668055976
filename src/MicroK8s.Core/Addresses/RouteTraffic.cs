using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>How a route shares traffic, seen from one workload behind it.</summary>
/// <param name="Route">The route, such as <c>VirtualService shop/web, route main</c>.</param>
/// <param name="Destinations">Where it leads, in its order.</param>
/// <param name="Weight">
/// What the workload gets, in whole percent: the shares of the destinations that select its pods.
/// </param>
public sealed record RouteTraffic(string Route, IReadOnlyList<TrafficDestination> Destinations, int Weight)
{
    /// <summary>Whether the route leads to pods of others, too, so that the workload gets a share of a split.</summary>
    public bool IsSplit { get; init; }

    /// <summary>The route as it was read.</summary>
    internal TrafficRoute? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Destinations);

    /// <summary>Reads a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="workload">The workload behind it.</param>
    internal static RouteTraffic Of(TrafficRoute route, KubeObject workload)
    {
        IReadOnlyDictionary<string, string> labels = WorkloadPods.LabelsOf(workload);
        return new RouteTraffic(
            route.Title, route.Backends.Select(backend => backend.Destination).ToArray(),
            route.Backends.Where(backend => backend.Selects(workload.Namespace, labels))
                .Sum(backend => backend.Percent))
        {
            IsSplit = route.Backends.Any(backend => !backend.Selects(workload.Namespace, labels))
                && route.Backends.Any(backend => backend.Selects(workload.Namespace, labels)),
            Source = route,
        };
    }
}

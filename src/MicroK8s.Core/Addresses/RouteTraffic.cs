using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Addresses;

/// <summary>How a route shares traffic, seen from one workload behind it.</summary>
/// <param name="Route">The route, such as <c>VirtualService shop/web, route main</c>.</param>
/// <param name="Destinations">Where it leads, in its order.</param>
/// <param name="Weight">
/// What the workload gets, in whole percent: the shares of the destinations that select its pods.
/// </param>
public sealed record RouteTraffic(string Route, IReadOnlyList<TrafficDestination> Destinations, int Weight)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Destinations);

    /// <summary>Reads a route of a mesh.</summary>
    /// <param name="route">The route.</param>
    /// <param name="services">The Services that select the workload.</param>
    /// <param name="subsets">The subsets of a Service.</param>
    /// <param name="labels">The labels of the workload's pods.</param>
    internal static RouteTraffic Of(
        IstioRoute route, IReadOnlySet<ServiceHost> services, Func<ServiceHost, IReadOnlyList<Subset>> subsets,
        IReadOnlyDictionary<string, string> labels)
    {
        return new RouteTraffic(route.Title, route.Destinations, route.Destinations.Where(Selects).Sum(d => d.Weight));

        bool Selects(TrafficDestination destination)
        {
            var service = ServiceHost.Parse(destination.Host, route.Namespace);
            if (!services.Contains(service)) return false;
            return destination.Subset is null || subsets(service).Any(subset =>
                subset.Name == destination.Subset && LabelSelectors.Matches(subset.Labels, labels));
        }
    }
}

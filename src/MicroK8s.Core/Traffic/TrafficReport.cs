using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Turns traffic rules into what people read.</summary>
internal static class TrafficReport
{
    /// <summary>The splits of an object: one per route and service.</summary>
    public static IEnumerable<TrafficSplit> Of(KubeObject virtualService, IReadOnlyList<KubeObject> rules) =>
        IstioRoute.Of(virtualService).SelectMany(route => route.Destinations
            .Select(destination => ServiceHost.Parse(destination.Host, route.Namespace)).Distinct()
            .Select(service => Of(route, service, SubsetRules.Of(rules, service), canary: null)));

    /// <summary>The split of one route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="service">The service.</param>
    /// <param name="known">The subsets of the service.</param>
    /// <param name="canary">The canary's subset. Null if it has to be found.</param>
    public static TrafficSplit Of(IstioRoute route, ServiceHost service, IReadOnlyList<Subset> known, string? canary)
    {
        string[] routed = [.. RoutedSubsets([route], service)];
        canary ??= SubsetRules.FindCanary(known, routed);
        string? stable = SubsetRules.FindStable(known, routed) ?? SubsetRules.OtherOfTwo(routed, canary);
        int index = canary is null ? -1 : route.IndexOf(service, canary);
        return new TrafficSplit(
            service.NameIn(route.Namespace), route.Namespace, route.VirtualService.Name, route.Label,
            route.Destinations, canary,
            canary is null ? null : index < 0 ? 0 : route.Destinations[index].Weight,
            stable == canary ? null : stable,
            canary is not null && CanaryExposure.HeaderMatches(route, service, canary),
            OwnershipRules.OwnerOf(route, known));
    }

    /// <summary>The names of the subsets that routes use for a service.</summary>
    public static IEnumerable<string> RoutedSubsets(IEnumerable<IstioRoute> routes, ServiceHost service) => routes
        .SelectMany(route => route.Destinations.Where(destination => route.LeadsTo(destination, service)))
        .Select(destination => destination.Subset).OfType<string>().Distinct();
}

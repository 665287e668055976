using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>
/// What leads to workloads: Services, Ingresses and traffic rules as they were read, ready for look-ups.
/// </summary>
public sealed class AddressMap
{
    private readonly ILookup<(string Namespace, string Key, string Value), SelectingService> _services;
    private readonly ILookup<ServiceHost, (string Ingress, string Url)> _ingresses;
    private readonly ILookup<ServiceHost, TrafficRoute> _routes;

    private AddressMap(Func<ResourceType, IEnumerable<KubeObject>> read)
    {
        _services = read(ResourceTypes.Service).Select(SelectingService.Of).OfType<SelectingService>()
            .ToLookup(service => service.IndexKey);
        _ingresses = read(ResourceTypes.Ingress).SelectMany(IngressUrls.Of)
            .ToLookup(pair => pair.Service, pair => (pair.Ingress, pair.Url));
        Routes = [.. RouteReaders.Routes(new RoutingObjects(read)).Where(route => route.Unreachable is null)];
        _routes = Routes.SelectMany(
                route => route.Backends.Select(backend => backend.Service).Distinct(),
                (route, service) => (service, route))
            .ToLookup(pair => pair.service, pair => pair.route);
    }

    /// <summary>All routes that requests come to.</summary>
    internal IReadOnlyList<TrafficRoute> Routes { get; }

    /// <summary>The kinds that it is made of.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        ResourceTypes.Service, .. RouteReaders.Reads,
    ];

    /// <summary>Makes a map.</summary>
    /// <param name="read">Gives the objects of each of <see cref="Types"/>.</param>
    public static AddressMap Of(Func<ResourceType, IEnumerable<KubeObject>> read) => new(read);

    /// <summary>Where a workload can be reached, the farthest reach first: URLs of Ingresses, load balancers, ports of
    /// nodes, names inside of the cluster.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public IReadOnlyList<string> AddressesOf(KubeObject workload)
    {
        SelectingService[] services = [.. ServicesOf(workload)];

        // Arrays, because PowerShell cannot take an item out of a list that it cannot see the type of.
        return (string[])
        [
            .. services.SelectMany(service => UrlsOf(service.Service))
                .Concat(services.SelectMany(service => AddressRules.Outside(service.Service)))
                .Concat(services.SelectMany(service => AddressRules.Inside(service.Service))).Distinct(),
        ];
    }

    /// <summary>The URLs that Ingresses give a Service.</summary>
    /// <param name="service">The Service.</param>
    public IEnumerable<string> UrlsOf(KubeObject service) =>
        _ingresses[HostOf(service)].Select(pair => pair.Url).Distinct();

    /// <summary>The names of the Ingresses that lead to a Service.</summary>
    /// <param name="service">The Service.</param>
    public IEnumerable<string> IngressesOf(KubeObject service) =>
        _ingresses[HostOf(service)].Select(pair => pair.Ingress).Distinct();

    /// <summary>The Services in front of a workload: those that select its pods, by name.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public IEnumerable<KubeObject> InFrontOf(KubeObject workload) =>
        ServicesOf(workload).Select(service => service.Service);

    /// <summary>
    /// How routes share the traffic of the Services that select a workload: the one answer to who still sends requests
    /// to it. A route that no request reaches is left out.
    /// </summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public IReadOnlyList<RouteTraffic> TrafficOf(KubeObject workload) => (RouteTraffic[])
    [
        .. ServicesOf(workload).SelectMany(service => _routes[service.Host]).Distinct()
            .Select(route => RouteTraffic.Of(route, workload)),
    ];

    /// <summary>The routes that lead to a Service, whatever it selects.</summary>
    internal IEnumerable<TrafficRoute> RoutesTo(ServiceHost service) => _routes[service];

    private static ServiceHost HostOf(KubeObject service) => new(service.Name, service.Namespace);

    private IEnumerable<SelectingService> ServicesOf(KubeObject workload) => WorkloadPods.LabelsOf(workload)
        .SelectMany(label => _services[(workload.Namespace ?? "", label.Key, label.Value)])
        .Where(service => service.Selects(workload))
        .OrderBy(service => service.Host.Name, StringComparer.Ordinal);
}

using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>The readers of all providers: what any route says is asked here.</summary>
internal static class RouteReaders
{
    public static IReadOnlyList<IRouteReader> All { get; } =
        [new IstioRouteReader(), new GatewayRouteReader(), new NginxRouteReader()];

    private static readonly ResourceType[] Local =
    [
        ResourceTypes.Service, ResourceTypes.Ingress, ResourceTypes.Deployment, ResourceTypes.HorizontalPodAutoscaler,
    ];

    /// <summary>The kinds that all of them read, Services aside.</summary>
    public static IReadOnlyList<ResourceType> Reads { get; } = [.. All.SelectMany(reader => reader.Reads)];

    /// <summary>Whether objects of a routing kind may decide about pods of other namespaces than their own.</summary>
    public static bool SpansNamespaces(ResourceType type) => type.Namespaced && !Local.Contains(type);

    /// <summary>The routes of every provider.</summary>
    public static IEnumerable<TrafficRoute> Routes(RoutingObjects read) =>
        All.SelectMany(reader => reader.Routes(read));
}

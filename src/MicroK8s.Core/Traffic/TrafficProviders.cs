using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Traffic.Providers.Gateway;
using MicroK8s.Traffic.Providers.Istio;
using MicroK8s.Traffic.Providers.Nginx;
using MicroK8s.Traffic.Providers.Replicas;

namespace MicroK8s.Traffic;

/// <summary>The providers that this module can write to, the preferred one first.</summary>
public static class TrafficProviders
{
    internal static IReadOnlyList<ITrafficProvider> All { get; } =
        [new IstioProvider(), new GatewayProvider(), new NginxProvider(), new ReplicaProvider()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(provider => provider.Reader.Provider)];

    /// <summary>The provider that needs no routes: a Service alone shares its requests.</summary>
    internal static ITrafficProvider WithoutRoutes => All[^1];

    /// <summary>The provider of a name.</summary>
    /// <param name="name">Its name, as a route says it.</param>
    internal static ITrafficProvider Find(string name) =>
        All.First(provider => provider.Reader.Provider.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The providers that are asked.</summary>
    /// <param name="name">The only one. Null for all.</param>
    internal static IReadOnlyList<ITrafficProvider> Named(string? name) => name is null ? All : [Find(name)];

    /// <summary>
    /// The routes that stand in one namespace. A Service shares its requests by pods only if no route leads to it, if
    /// its canary was made so, or if that is what is asked for.
    /// </summary>
    /// <param name="read">What was read.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="provider">The only provider. Null for all.</param>
    internal static IReadOnlyList<TrafficRoute> RoutesIn(RoutingObjects read, string namespaceName, string? provider)
    {
        TrafficRoute[] routes =
        [
            .. Named(provider).SelectMany(one => one.Reader.Routes(read))
                .Where(route => route.Namespace == namespaceName),
        ];
        if (provider is not null) return routes;
        HashSet<ServiceHost> routed =
        [
            .. routes.Where(route => !IsWithoutRoutes(route)).SelectMany(route => route.Backends)
                .Select(backend => backend.Service),
        ];
        return [.. routes.Where(route => !IsWithoutRoutes(route) || !IsRouted(route, routed))];
    }

    private static bool IsWithoutRoutes(TrafficRoute route) => route.Provider == WithoutRoutes.Reader.Provider;

    /// <summary>Whether other routes lead to the pods of a Service: to itself, or to those of its canary.</summary>
    private static bool IsRouted(TrafficRoute route, HashSet<ServiceHost> routed) =>
        route.Object.Annotations.GetValueOrDefault(OwnMetadata.Provider) != WithoutRoutes.Reader.Provider
        && route.Backends.Select(backend => backend.Service).Distinct().Any(service => routed.Contains(service)
            || routed.Contains(service with { Name = CanaryBackends.CanaryNameOf(service.Name) }));
}

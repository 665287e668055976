using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>Faults of routes that are looked for by name.</summary>
public static class RouteFaults
{
    /// <summary>RouteNotFound: no route leads to a service.</summary>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="name">The service, as it was named.</param>
    public static ClusterException NoRoute(string namespaceName, string name) => new(
        ClusterFault.RouteNotFound,
        $"No route of namespace {namespaceName} leads to {name}.", name,
        name.Split('.') is [string service, string space]
            ? "In traffic rules a name with a dot is taken as it stands; the Service "
                + $"{service} of namespace {space} is {new ServiceHost(service, space).NameIn(namespaceName)}."
            : "Make the routes with New-Canary, or look in another namespace with -Namespace.");
}

using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>One destination of one route.</summary>
/// <param name="Host">The full name of the host.</param>
/// <param name="Written">The host as written.</param>
/// <param name="Subset">The subset. Null for the whole host.</param>
/// <param name="GetsTraffic">Whether the weights send anything here.</param>
public sealed record MeshDestination(string Host, string Written, string? Subset, bool GetsTraffic)
{
    private static readonly string[] Protocols = ["http", "tls", "tcp"];

    /// <summary>All destinations of a VirtualService: of its HTTP, TLS and TCP routes, and of mirrors.</summary>
    /// <param name="virtualService">The VirtualService.</param>
    public static IEnumerable<MeshDestination> Of(KubeObject virtualService) =>
        Routes(virtualService).SelectMany(route => Of(route, virtualService.Namespace));

    /// <summary>The routes of a VirtualService, of every protocol.</summary>
    /// <param name="virtualService">The VirtualService.</param>
    public static IEnumerable<JsonElement> Routes(KubeObject virtualService) =>
        Protocols.SelectMany(protocol => virtualService.Json.Items("spec", protocol));

    private static IEnumerable<MeshDestination> Of(JsonElement route, string? namespaceName)
    {
        // The weight of a single destination does not matter; among several an absent one is 0.
        JsonElement[] weighted = [.. route.Items("route")];
        foreach (JsonElement item in weighted)
        {
            bool getsTraffic = weighted.Length == 1 || item.Count("weight") > 0;
            if (item.At("destination") is { } destination) yield return Read(destination, namespaceName, getsTraffic);
        }

        if (route.At("mirror") is { } mirror) yield return Read(mirror, namespaceName, getsTraffic: true);
        foreach (JsonElement item in route.Items("mirrors"))
        {
            if (item.At("destination") is { } to) yield return Read(to, namespaceName, getsTraffic: true);
        }
    }

    private static MeshDestination Read(JsonElement destination, string? namespaceName, bool getsTraffic)
    {
        string host = destination.Text("host") ?? "";
        string fullName = ServiceHost.FullName(host, namespaceName);
        return new MeshDestination(fullName, host, destination.Text("subset"), getsTraffic);
    }
}

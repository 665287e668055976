using MicroK8s.Resources;

namespace MicroK8s.Addresses;

/// <summary>What a resolution is put together from.</summary>
/// <param name="Reach">What leads to workloads.</param>
/// <param name="ClusterDomain">The domain of the cluster.</param>
/// <param name="Slices">
/// The EndpointSlices by Service. Null if the server has none: then <paramref name="Endpoints"/> tell.
/// </param>
/// <param name="Endpoints">The Endpoints by Service.</param>
/// <param name="Nodes">The nodes by name; none if they may not be read.</param>
internal sealed record ResolutionSnapshot(
    AddressMap Reach, string ClusterDomain, ILookup<string, KubeObject>? Slices,
    IReadOnlyDictionary<string, KubeObject> Endpoints, IReadOnlyDictionary<string, KubeObject> Nodes)
{
    /// <summary>The endpoints of a Service.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="domain">Its full name.</param>
    public IReadOnlyList<ServiceEndpoint> EndpointsOf(KubeObject service, string domain) => Slices is null
        ? EndpointRules.OfEndpoints(Endpoints.GetValueOrDefault(service.Name), domain)
        : EndpointRules.OfSlices(Slices[service.Name], domain);

    /// <summary>The address of a node, an external one if it has any. Null if it is not known.</summary>
    public string? AddressOf(string node)
    {
        if (!Nodes.TryGetValue(node, out KubeObject? found)) return null;
        var byType =
            found.Json.Items("status", "addresses").ToLookup(item => item.Text("type"), item => item.Text("address"));
        return byType["ExternalIP"].FirstOrDefault() ?? byType["InternalIP"].FirstOrDefault();
    }
}

using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>All that the routes of a mesh are judged by.</summary>
/// <param name="Namespaces">The namespaces that routes lead to, and those of their callers.</param>
/// <param name="ExternalHosts">The hosts of all ServiceEntries. Null if they could not be read.</param>
/// <param name="VirtualServices">The VirtualServices that are judged.</param>
public sealed record MeshSnapshot(
    IReadOnlyDictionary<string, MeshNamespace> Namespaces, IReadOnlyCollection<string>? ExternalHosts,
    IReadOnlyList<KubeObject> VirtualServices)
{
    /// <summary>
    /// The delegates that were looked for elsewhere, by namespace and name: whether they exist. Null if that may not be
    /// known.
    /// </summary>
    internal IReadOnlyDictionary<(string Namespace, string Name), bool?> Delegates { get; init; } =
        new Dictionary<(string Namespace, string Name), bool?>();

    /// <summary>Which rule holds for whom.</summary>
    public IstioResolver Resolver { get; } =
        new(VirtualServices, Namespaces.Values.SelectMany(space => space.DestinationRules));

    /// <summary>The namespace, if it was read.</summary>
    /// <param name="name">Its name.</param>
    public MeshNamespace? Find(string name) => Namespaces.GetValueOrDefault(name);

    /// <summary>Why a DestinationRule that would hold may be missing here. Null if all of them could be read.</summary>
    /// <param name="host">The full name of the host.</param>
    /// <param name="callerNamespace">The namespace of the caller.</param>
    public string? DeniedFor(string host, string callerNamespace)
    {
        string?[] places =
            [callerNamespace, ServiceHost.OfFullName(host)?.Namespace, IstioResolver.DefaultRootNamespace];
        return places.OfType<string>().Select(place => Find(place)?.Denied)
            .FirstOrDefault(denied => denied is not null);
    }
}

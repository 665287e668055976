using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>All that the routes of a mesh are judged by.</summary>
/// <param name="Namespaces">The namespaces that routes lead to.</param>
/// <param name="ExternalHosts">The hosts of all ServiceEntries. Null if they could not be read.</param>
public sealed record MeshSnapshot(
    IReadOnlyDictionary<string, MeshNamespace> Namespaces, IReadOnlyCollection<string>? ExternalHosts)
{
    /// <summary>Istio's own namespace; DestinationRules in it hold for the whole mesh.</summary>
    public const string RootNamespace = "istio-system";

    /// <summary>The namespace, if it was read.</summary>
    /// <param name="name">Its name.</param>
    public MeshNamespace? Find(string name) => Namespaces.GetValueOrDefault(name);

    /// <summary>The subsets of a host with their labels, from every DestinationRule that covers it.</summary>
    /// <param name="host">The full name of the host.</param>
    public IEnumerable<(string Name, IReadOnlyDictionary<string, string> Labels)> SubsetsOf(string host) =>
        from space in Namespaces.Values
        from rule in space.DestinationRules
        where ServiceHost.Covers(ServiceHost.FullName(rule.Json.Text("spec", "host") ?? "", rule.Namespace), host)
        from subset in rule.Json.Items("spec", "subsets")
        select (subset.Text("name") ?? "", subset.Map("labels"));

    /// <summary>Why some DestinationRule of a host may be missing here. Null if all could be read.</summary>
    public string? Denied => Namespaces.Values.Select(space => space.Denied).OfType<string>().FirstOrDefault();
}

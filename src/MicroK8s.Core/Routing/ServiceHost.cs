namespace MicroK8s.Routing;

/// <summary>
/// The service that a host of a traffic rule means, as Istio reads it: a name without a dot belongs to the namespace of
/// the rule; any other is taken as it stands, so <c>name.namespace</c> is no service (istio/istio, pkg/config/analysis/
/// analyzers/util/hosts.go; pilot/pkg/model, <c>ResolveShortnameToFQDN</c>). The name of a service that a cmdlet takes
/// is such a host too.
/// </summary>
/// <param name="Name">The Service; for a host outside of the cluster, the whole host.</param>
/// <param name="Namespace">Its namespace. Null for a host outside of the cluster.</param>
public sealed record ServiceHost(string Name, string? Namespace)
{
    /// <summary>Reads a host.</summary>
    /// <param name="host">The host as written.</param>
    /// <param name="ownNamespace">The namespace of the rule that it stands in.</param>
    public static ServiceHost Parse(string host, string ownNamespace)
    {
        string fullName = FullName(host, ownNamespace);
        return OfFullName(fullName) ?? new ServiceHost(fullName, null);
    }

    /// <summary>The full name of a host, in lower case; that of a host outside of the cluster is itself.</summary>
    /// <param name="host">The host as written.</param>
    /// <param name="ownNamespace">The namespace of the object that says it. Null if it has none.</param>
    public static string FullName(string host, string? ownNamespace) =>
        (host.Contains('.', StringComparison.Ordinal) || host.StartsWith('*')
            ? host
            : $"{host}.{ownNamespace}.svc.cluster.local").ToLowerInvariant();

    /// <summary>The full name of this service; that of a host outside of the cluster is itself.</summary>
    public string FullName() => Namespace is null ? Name : $"{Name}.{Namespace}.svc.cluster.local";

    /// <summary>
    /// The Service that a full name means. Null for a host outside of the cluster, and for a wildcard.
    /// </summary>
    /// <param name="fullName">A full name: <c>web.shop.svc.cluster.local</c>, with whatever cluster domain.</param>
    public static ServiceHost? OfFullName(string fullName) => fullName.Split('.') switch
    {
        [string name, string space, "svc", _, ..] when !name.StartsWith('*') => new ServiceHost(name, space),
        _ => null,
    };

    /// <summary>Whether a host with a possible leading wildcard covers a full name.</summary>
    /// <param name="pattern">Such as <c>*.example.com</c>.</param>
    /// <param name="fullName">A full name.</param>
    public static bool Covers(string pattern, string fullName) => pattern.StartsWith('*')
        ? fullName.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : pattern.Equals(fullName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The shortest host that means this service.</summary>
    /// <param name="ownNamespace">The namespace of the rule.</param>
    public string NameIn(string ownNamespace) =>
        Namespace == ownNamespace ? Name : FullName();
}

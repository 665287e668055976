namespace MicroK8s.Traffic;

/// <summary>
/// The service that a host of a traffic rule means. A name without a dot belongs to the rule's own namespace; any
/// other is taken as it stands, so <c>name.namespace</c> is no service (Istio, pkg/config/resource,
/// <c>ResolveShortnameToFQDN</c>).
/// </summary>
/// <param name="Name">The Service; for a host outside the cluster, the host as written.</param>
/// <param name="Namespace">Its namespace. Null for a host outside the cluster.</param>
public sealed record ServiceHost(string Name, string? Namespace)
{
    /// <summary>Reads a host.</summary>
    /// <param name="host">The host as written.</param>
    /// <param name="ownNamespace">The namespace of the rule that it stands in.</param>
    public static ServiceHost Parse(string host, string ownNamespace) => host.Split('.') switch
    {
        [string name] => new ServiceHost(name, ownNamespace),
        [string name, string space, "svc", _, ..] => new ServiceHost(name, space),
        _ => new ServiceHost(host, null),
    };

    /// <summary>Reads a service as people name it: a host, or <c>name.namespace</c>.</summary>
    /// <param name="name">The name as given.</param>
    /// <param name="ownNamespace">The namespace that a short name belongs to.</param>
    public static ServiceHost FromName(string name, string ownNamespace) => name.Split('.') switch
    {
        [string service, string space] => new ServiceHost(service, space),
        _ => Parse(name, ownNamespace),
    };

    /// <summary>The shortest name that <see cref="FromName"/> reads as this service.</summary>
    /// <param name="ownNamespace">The namespace of the rule.</param>
    public string NameIn(string ownNamespace) =>
        Namespace is null || Namespace == ownNamespace ? Name : $"{Name}.{Namespace}";
}

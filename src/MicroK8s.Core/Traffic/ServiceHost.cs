namespace MicroK8s.Traffic;

/// <summary>
/// The service that a host of a traffic rule means. A short name belongs to the rule's own namespace (Istio,
/// pkg/config/resource, <c>ResolveShortnameToFQDN</c>); <c>name.namespace</c> and <c>name.namespace.svc…</c> say it.
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
        [string name, string space] => new ServiceHost(name, space),
        [string name, string space, "svc", ..] => new ServiceHost(name, space),
        _ => new ServiceHost(host, null),
    };

    /// <summary>The shortest host that means the service in a rule of a namespace.</summary>
    /// <param name="ownNamespace">The namespace of the rule.</param>
    public string NameIn(string ownNamespace) =>
        Namespace is null || Namespace == ownNamespace ? Name : $"{Name}.{Namespace}";
}

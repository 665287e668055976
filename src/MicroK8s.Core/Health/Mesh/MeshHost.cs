namespace MicroK8s.Health;

/// <summary>Names of hosts as Istio reads them.</summary>
public static class MeshHost
{
    /// <summary>
    /// The full name: a name without a dot belongs to the namespace of the object that says it; every other name is
    /// taken as it stands (istio/istio, pkg/config/analysis/analyzers/util/hosts.go).
    /// </summary>
    /// <param name="host">The host as written.</param>
    /// <param name="namespaceName">The namespace of the object that says it.</param>
    public static string Resolve(string host, string? namespaceName) =>
        host.Contains('.', StringComparison.Ordinal) || host.StartsWith('*')
            ? host.ToLowerInvariant()
            : $"{host}.{namespaceName}.svc.cluster.local";

    /// <summary>
    /// The Service that a full name means. Null for a host outside of the cluster, and for a wildcard.
    /// </summary>
    /// <param name="fullName">A full name: <c>web.shop.svc.cluster.local</c>, with whatever cluster domain.</param>
    public static (string Namespace, string Name)? AsService(string fullName)
    {
        string[] parts = fullName.Split('.');
        return parts.Length > 3 && parts[2] == "svc" && !parts[0].StartsWith('*') ? (parts[1], parts[0]) : null;
    }

    /// <summary>Whether a host with a possible leading wildcard covers a full name.</summary>
    /// <param name="pattern">Such as <c>*.example.com</c>.</param>
    /// <param name="fullName">A full name.</param>
    public static bool Covers(string pattern, string fullName) => pattern.StartsWith('*')
        ? fullName.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : pattern.Equals(fullName, StringComparison.OrdinalIgnoreCase);
}

using MicroK8s.Errors;

namespace MicroK8s.Services;

/// <summary>Faults that several operations on micro services share.</summary>
public static class ServiceFaults
{
    /// <summary>No micro service of this name.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="namespaceName">Where it was looked for. Null means in all namespaces.</param>
    public static ClusterException NotFound(string name, string? namespaceName)
    {
        string where = namespaceName is null ? "in any namespace" : $"in namespace '{namespaceName}'";
        return new ClusterException(
            ClusterFault.ResourceNotFound, $"There is no micro service '{name}' {where}.", name,
            namespaceName is null ? null : "Get-MicroService -AllNamespaces shows those of the whole cluster.");
    }
}

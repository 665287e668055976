using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Workloads;

/// <summary>Faults that several operations on microservices share.</summary>
public static class ServiceFaults
{
    /// <summary>No microservice of this name.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="namespaceName">Where it was looked for. Null means in all namespaces.</param>
    public static ClusterException NotFound(string name, string? namespaceName)
    {
        string where = namespaceName is null ? "in any namespace" : $"in namespace '{namespaceName}'";
        return new ClusterException(
            ClusterFault.ResourceNotFound, $"There is no microservice '{name}' {where}.", name,
            namespaceName is null ? null : "Get-MicroService -AllNamespaces shows those of the whole cluster.");
    }

    /// <summary>Why there is no microservice of a name: perhaps there is not even the namespace.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="name">The name asked for.</param>
    /// <param name="namespaceName">Where it was looked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>NamespaceNotFound or ResourceNotFound.</returns>
    public static async Task<ClusterException> FindReasonAsync(
        IResources resources, string name, string namespaceName, CancellationToken cancellationToken) =>
        await FindNamespaceFaultAsync(resources, namespaceName, cancellationToken).ConfigureAwait(false)
        ?? NotFound(name, namespaceName);

    /// <summary>The fault of a namespace that does not exist, which every list of it hides by being empty.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>NamespaceNotFound. Null if it exists, or if the user may not know.</returns>
    public static async Task<ClusterException?> FindNamespaceFaultAsync(
        IResources resources, string namespaceName, CancellationToken cancellationToken)
    {
        try
        {
            var target = new ResourceRef(ResourceTypes.Namespace, null, namespaceName);
            if (await resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is not null) return null;
            return new ClusterException(
                ClusterFault.NamespaceNotFound, $"There is no namespace '{namespaceName}'.", namespaceName,
                "Press Tab after -Namespace to see those there are.");
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }
}

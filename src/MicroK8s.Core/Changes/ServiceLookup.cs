using MicroK8s.Addresses;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Changes;

/// <summary>Finds the Service that a change of a microservice is about.</summary>
internal static class ServiceLookup
{
    /// <summary>The Service in front of the workload: that of its name, else the only one.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The Service. Null if there is none.</returns>
    /// <exception cref="ClusterException">InvalidSpec: there are several, and none has the name.</exception>
    public static async Task<KubeObject?> FindAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> found =
            await ServicesOf.FindAsync(resources, workload, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0) return null;
        return found.Count == 1 || found[0].Name == workload.Name ? found[0] : throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"Several Services lead to the pods of {workload}, and none has its name: "
            + $"{string.Join(", ", found.Select(service => service.Name))}.",
            workload.Name, "Change the one that is meant with kubectl, or by its manifest with Publish-MicroService.");
    }
}

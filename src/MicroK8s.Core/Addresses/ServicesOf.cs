using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Addresses;

/// <summary>Finds the Services in front of a workload's pods, whoever made them.</summary>
public static class ServicesOf
{
    /// <summary>The Services that select the pods: that of the workload's name first, the others by name.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied (<c>list services</c>), Unreachable.</exception>
    public static async Task<IReadOnlyList<KubeObject>> FindAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> all = await resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Service, workload.Namespace), cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. all.Where(service => SelectingService.Of(service)?.Selects(workload) == true)
                .OrderByDescending(service => service.Name == workload.Name)
                .ThenBy(service => service.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The first of them. Null if there is none, or if Services may not be listed.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable.</exception>
    public static async Task<KubeObject?> TryFindFirstAsync(
        IResources resources, KubeObject workload, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<KubeObject> found =
                await FindAsync(resources, workload, cancellationToken).ConfigureAwait(false);
            return found is [var first, ..] ? first : null;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }
}

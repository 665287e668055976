using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>Removes objects that may be gone already, which is as good as removed.</summary>
internal static class ObjectRemoval
{
    /// <summary>Removes an object, and nothing that took its name since.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="target">The object.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Conflict: another object has the name. AccessDenied.</exception>
    public static async Task RunAsync(
        IResources resources, ResourceRef target, string uid, CancellationToken cancellationToken)
    {
        try
        {
            await resources.DeleteAsync(target, uid, dryRun: false, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.ResourceNotFound)
        {
            // Somebody else was faster.
        }
    }

    /// <summary>Lets the server try a removal; nothing is learned where it cannot try.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="target">The object.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Conflict: another object has the name. AccessDenied.</exception>
    public static async Task TryAsync(
        IResources resources, ResourceRef target, string uid, CancellationToken cancellationToken)
    {
        try
        {
            await resources.DeleteAsync(target, uid, dryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
            when (exception.Fault == ClusterFault.ResourceNotFound || DryRun.WasImpossible(exception))
        {
            // The removal itself will tell.
        }
    }
}

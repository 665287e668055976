using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Lists routing objects: rules of another namespace may decide about a service, too.</summary>
internal static class RoutingLists
{
    /// <summary>All objects of a kind, of every namespace; where that is denied, of one.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="type">The kind.</param>
    /// <param name="namespaceName">The namespace to fall back to. Null for none.</param>
    /// <param name="onNarrowed">Told, on any thread, if only the one namespace could be listed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied: not even the one namespace; KindNotSupported.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ReadAsync(
        IResources resources, ResourceType type, string? namespaceName, Action<ClusterException> onNarrowed,
        CancellationToken cancellationToken)
    {
        try
        {
            return await resources.ReadAllAsync(new ResourceQuery(type, null), cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
            when (exception.Fault == ClusterFault.AccessDenied && namespaceName is not null)
        {
            IReadOnlyList<KubeObject> own = await resources.ReadAllAsync(
                new ResourceQuery(type, namespaceName), cancellationToken).ConfigureAwait(false);
            onNarrowed(exception);
            return own;
        }
    }
}

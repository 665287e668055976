using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Lists routing objects: rules of another namespace may decide about a service, too.</summary>
internal static class RoutingLists
{
    /// <summary>
    /// The objects of a kind that may decide about the pods of one namespace, and how far they could be read.
    /// Cluster-wide kinds and those that decide about other namespaces are listed whole.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="type">The kind.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The objects; with the fault if not even those of this namespace may be listed.</returns>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<RoutingList> TryReadAsync(
        IResources resources, ResourceType type, string namespaceName, CancellationToken cancellationToken)
    {
        ListReach reach = ListReach.All;
        try
        {
            IReadOnlyList<KubeObject> items = RouteReaders.SpansNamespaces(type)
                ? await ReadAsync(
                    resources, type, namespaceName, onNarrowed: _ => reach = ListReach.OneNamespace, cancellationToken)
                    .ConfigureAwait(false)
                : await resources.ReadAllAsync(
                    new ResourceQuery(type, type.Namespaced ? namespaceName : null), cancellationToken)
                    .ConfigureAwait(false);
            return new RoutingList(items, reach);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            return new RoutingList([], ListReach.NotServed);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return new RoutingList([], ListReach.Nothing) { Denial = exception };
        }
    }

    /// <summary>The kinds to list: an older version is listed only where the server lacks the newer one.</summary>
    /// <param name="types">The kinds.</param>
    public static IEnumerable<ResourceType> Newest(IEnumerable<ResourceType> types) =>
        types.Where(type => type != ResourceTypes.HttpRouteBeta).Distinct();

    /// <summary>All objects of a kind, of every namespace; where that is denied, of one.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="type">The kind; of HTTPRoute an older version will do.</param>
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
            when (exception.Fault == ClusterFault.KindNotSupported && type == ResourceTypes.HttpRoute)
        {
            return await ReadAsync(
                resources, ResourceTypes.HttpRouteBeta, namespaceName, onNarrowed, cancellationToken)
                .ConfigureAwait(false);
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

using MicroK8s.Errors;

namespace MicroK8s.Resources;

/// <summary>Reads whole lists, for what has to know all of them.</summary>
public static class ResourceLists
{
    /// <summary>Reads all pages of a list.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">What to list.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported, AccessDenied, Unreachable, NotAuthenticated.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ReadAllAsync(
        this IResources resources, ResourceQuery query, CancellationToken cancellationToken)
    {
        var items = new List<KubeObject>();
        await foreach (KubeObject item in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>The same, where a kind that the server does not have is as if there were no object of it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="query">What to list.</param>
    /// <param name="onDenied">
    /// Told if the user may not list it; then there is none either. Null if nobody has to know.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ReadAllOrAbsentAsync(
        this IResources resources, ResourceQuery query, Action<ClusterException>? onDenied,
        CancellationToken cancellationToken)
    {
        try
        {
            return await resources.ReadAllAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            return [];
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            onDenied?.Invoke(exception);
            return [];
        }
    }
}

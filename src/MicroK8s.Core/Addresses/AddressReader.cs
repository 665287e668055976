using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Addresses;

/// <summary>Reads what leads to workloads: one list per kind, all at once.</summary>
public static class AddressReader
{
    /// <summary>
    /// Reads a map. A kind that the server does not have, or that may not be read, is as if there were none.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">The namespace; null for all.</param>
    /// <param name="onUnknown">Told of every kind that may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<AddressMap> ReadAsync(
        IResources resources, string? namespaceName, Action<ClusterException> onUnknown,
        CancellationToken cancellationToken)
    {
        var read = new Dictionary<ResourceType, IReadOnlyList<KubeObject>>();
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(
            AddressMap.Types.Select(type => ReadAsync(type))).ConfigureAwait(false);
        for (int index = 0; index < lists.Length; index++) read[AddressMap.Types[index]] = lists[index];
        return AddressMap.Of(type => read[type]);

        async Task<IReadOnlyList<KubeObject>> ReadAsync(ResourceType type)
        {
            var items = new List<KubeObject>();
            try
            {
                var query = new ResourceQuery(type, namespaceName);
                IAsyncEnumerable<KubeObject> list = resources.ListAsync(query, cancellationToken);
                await foreach (KubeObject item in list.ConfigureAwait(false)) items.Add(item);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                onUnknown(exception);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
            {
                // No mesh, no gateway: nothing shares traffic.
            }

            return items;
        }
    }
}

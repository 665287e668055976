using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Addresses;

/// <summary>
/// Reads what leads to workloads: one list per kind, all at once. Traffic rules are listed over all namespaces, because
/// those of another one may lead here; where that is denied, in the one namespace.
/// </summary>
public static class AddressReader
{
    /// <summary>
    /// Reads a map. A kind that the server does not have, or that may not be read, is as if there were none.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">The namespace of the workloads; null for all.</param>
    /// <param name="onUnknown">Told of every kind that may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static Task<AddressMap> ReadAsync(
        IResources resources, string? namespaceName, Action<ClusterException> onUnknown,
        CancellationToken cancellationToken) =>
        ReadAsync(
            resources, namespaceName, [.. RoutingLists.Newest(AddressMap.Types)], onUnknown, onNarrowed: _ => { },
            cancellationToken);

    /// <summary>Reads a map of the traffic of one namespace's workloads, without addresses.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="notes">Takes a sentence for each kind that may not be read, or only in this namespace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<AddressMap> ReadTrafficAsync(
        IResources resources, string namespaceName, ICollection<string> notes, CancellationToken cancellationToken)
    {
        ResourceType[] types = [ResourceTypes.Service, .. RoutingLists.Newest(RouteReaders.Reads)];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        AddressMap map = await ReadAsync(
            resources, namespaceName, types,
            onUnknown: exception => Note($"Not all traffic rules could be read: {exception.Message}"),
            onNarrowed: _ => Note(
                $"Traffic rules of other namespaces than {namespaceName} may not be listed and are not considered."),
            cancellationToken).ConfigureAwait(false);
        foreach (string note in found) notes.Add(note);
        return map;

        void Note(string text)
        {
            lock (found) found.Add(text);
        }
    }

    private static async Task<AddressMap> ReadAsync(
        IResources resources, string? namespaceName, ResourceType[] types,
        Action<ClusterException> onUnknown, Action<ClusterException> onNarrowed, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(types.Select(ReadAsync)).ConfigureAwait(false);
        var read = new Dictionary<ResourceType, IReadOnlyList<KubeObject>>();
        for (int index = 0; index < lists.Length; index++) read[types[index]] = lists[index];
        return AddressMap.Of(type => read.TryGetValue(type, out IReadOnlyList<KubeObject>? items) ? items : []);

        async Task<IReadOnlyList<KubeObject>> ReadAsync(ResourceType type)
        {
            try
            {
                return RouteReaders.SpansNamespaces(type)
                    ? await RoutingLists.ReadAsync(resources, type, namespaceName, onNarrowed, cancellationToken)
                        .ConfigureAwait(false)
                    : await resources
                        .ReadAllAsync(new ResourceQuery(type, namespaceName), cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                onUnknown(exception);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
            {
                // No mesh, no gateway: nothing shares traffic.
            }

            return [];
        }
    }
}

using System.Collections.Concurrent;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Access;

/// <summary>Reads what decides about access in some namespaces; all lists at once.</summary>
public static class AccessReader
{
    private static readonly ResourceType[] MeshTypes =
        [ResourceTypes.AuthorizationPolicy, ResourceTypes.PeerAuthentication];

    private static readonly ResourceType[] Types =
    [
        ResourceTypes.Service, ResourceTypes.NetworkPolicy, .. MeshTypes,
        .. WorkloadKinds.All.Select(kind => kind.Type()),
    ];

    /// <summary>Reads namespaces and, of the mesh's root namespace, its policies.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="namespaces">The namespaces. Null or none for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was read; kinds that may not be listed are its gaps.</returns>
    /// <exception cref="ClusterException">
    /// Unreachable, NotAuthenticated; AccessDenied: neither workloads nor pods may be listed anywhere.
    /// </exception>
    public static async Task<AccessSnapshot> ReadAsync(
        IResources resources, IReadOnlyList<string>? namespaces, CancellationToken cancellationToken)
    {
        var reading = new Reading(resources, cancellationToken);
        string?[] spaces = namespaces is null or [] ? [null] : [.. namespaces.Distinct(StringComparer.Ordinal)];
        string root = IstioResolver.DefaultRootNamespace;
        bool hasRoot = spaces.Contains(null) || spaces.Contains(root);
        Task<KubeObject[]> lists = reading.ListAsync(
        [
            .. spaces.SelectMany(space => Types.Select(type => (type, space))),
            .. hasRoot ? [] : MeshTypes.Select(type => (type, (string?)root)),
        ]);
        Task<AccessPod[]> pods = reading.PodsAsync(spaces);
        Task<KubeObject[]> labels = reading.NamespacesAsync(spaces);
        await Task.WhenAll(lists, pods, labels).ConfigureAwait(false);
        KubeObject[] items = await lists.ConfigureAwait(false);
        Dictionary<string, KubeObject> known = (await labels.ConfigureAwait(false))
            .DistinctBy(space => space.Name).ToDictionary(space => space.Name, StringComparer.Ordinal);
        RequireSome([.. reading.Gaps], spaces.Length);
        KubeObject[] workloads = [.. items.Where(item => item.Kind is "Deployment" or "StatefulSet" or "DaemonSet")];
        return new AccessSnapshot
        {
            Namespaces = [.. spaces[0] is null ? known.Keys.Order(StringComparer.Ordinal) : spaces.OfType<string>()],
            Parties = AccessParties.Of(
                workloads, await pods.ConfigureAwait(false),
                name => name is null ? null : known.GetValueOrDefault(name)?.Labels),
            Services = Of(items, ResourceTypes.Service),
            NetworkPolicies = Of(items, ResourceTypes.NetworkPolicy),
            AuthorizationPolicies = Of(items, ResourceTypes.AuthorizationPolicy),
            PeerAuthentications = Of(items, ResourceTypes.PeerAuthentication),
            RootNamespace = root,
            Gaps = [.. reading.Gaps],
        };
    }

    private static void RequireSome(AccessGap[] gaps, int namespaces)
    {
        ResourceType[] callers = [ResourceTypes.Pod, .. WorkloadKinds.All.Select(kind => kind.Type())];
        AccessGap[] hidden = [.. gaps.Where(gap => callers.Contains(gap.Type))];
        if (hidden.Length == callers.Length * namespaces) throw hidden[0].Denial;
    }

    private static KubeObject[] Of(KubeObject[] items, ResourceType type) =>
        [.. items.Where(item => item.Kind == type.Kind)];

    /// <summary>Reads lists and notes which may not be read.</summary>
    private sealed class Reading(IResources resources, CancellationToken cancellationToken)
    {
        private readonly ConcurrentQueue<AccessGap> _gaps = new();

        public IEnumerable<AccessGap> Gaps => _gaps;

        public async Task<KubeObject[]> ListAsync(IEnumerable<(ResourceType Type, string? Namespace)> lists)
        {
            IReadOnlyList<KubeObject>[] read = await Task.WhenAll(lists.Select(list => resources.ReadAllOrAbsentAsync(
                new ResourceQuery(list.Type, list.Namespace),
                denial => _gaps.Enqueue(new AccessGap(list.Type, list.Namespace, denial)),
                cancellationToken))).ConfigureAwait(false);
            return [.. read.SelectMany(items => items)];
        }

        public async Task<AccessPod[]> PodsAsync(string?[] spaces)
        {
            IReadOnlyList<AccessPod>[] read =
                await Task.WhenAll(spaces.Select(PodsAsync)).ConfigureAwait(false);
            return [.. read.SelectMany(pods => pods)];
        }

        public async Task<KubeObject[]> NamespacesAsync(string?[] spaces)
        {
            if (spaces.Contains(null)) return await ListAsync([(ResourceTypes.Namespace, null)]).ConfigureAwait(false);
            KubeObject?[] read =
                await Task.WhenAll(spaces.OfType<string>().Select(NamespaceAsync)).ConfigureAwait(false);
            return [.. read.OfType<KubeObject>()];
        }

        private async Task<IReadOnlyList<AccessPod>> PodsAsync(string? space)
        {
            var pods = new List<AccessPod>();
            try
            {
                var query = new ResourceQuery(ResourceTypes.Pod, space);
                await foreach (KubeObject pod in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
                {
                    if (AccessPod.Of(pod) is { } kept) pods.Add(kept);
                }
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                _gaps.Enqueue(new AccessGap(ResourceTypes.Pod, space, exception));
            }

            return pods;
        }

        private async Task<KubeObject?> NamespaceAsync(string name)
        {
            try
            {
                return await resources.FindAsync(
                    new ResourceRef(ResourceTypes.Namespace, null, name), cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
            {
                _gaps.Enqueue(new AccessGap(ResourceTypes.Namespace, name, exception));
                return null;
            }
        }
    }
}

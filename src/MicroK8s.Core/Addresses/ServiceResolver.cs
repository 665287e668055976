using System.Text.RegularExpressions;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Addresses;

/// <summary>Finds out how microservices are found and who answers.</summary>
public static partial class ServiceResolver
{
    /// <summary>
    /// The domain of a cluster that says nothing else (kubernetes/kubernetes, <c>--cluster-domain</c>).
    /// </summary>
    public const string DefaultDomain = "cluster.local";

    /// <summary>
    /// Every Service that selects the pods of a workload; if no workload has the name, the Service of that name.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="name">The name.</param>
    /// <param name="namespaceName">Its namespace.</param>
    /// <param name="kind">The kind of the workload. Null for any.</param>
    /// <param name="clusterDomain">The domain of the cluster. Null to find it out.</param>
    /// <param name="kubeConfig">The kubeconfig that was named, for the records. Null if none was.</param>
    /// <param name="onUnknown">Told, on any thread, of what may not be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: neither workload nor Service. NamespaceNotFound.
    /// </exception>
    public static async Task<IReadOnlyList<ServiceResolution>> ResolveAsync(
        IClusterSession session, string name, string namespaceName, WorkloadKind? kind, string? clusterDomain,
        string? kubeConfig, Action<ClusterException> onUnknown, CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        Task<ResolutionSnapshot> reading = ReadAsync(
            session, namespaceName, clusterDomain, onUnknown, cancellationToken);
        IReadOnlyList<KubeObject> workloads = await WorkloadLookup
            .FindAllAsync(resources, name, namespaceName, kind, cancellationToken).ConfigureAwait(false);
        ResolutionSnapshot scene = await reading.ConfigureAwait(false);
        ServiceResolution[] found =
        [
            .. workloads.SelectMany(workload => scene.Reach.InFrontOf(workload).Select(
                service => ResolutionRules.Of(service, workload, scene, session.Context.Name, kubeConfig))),
        ];
        if (found.Length > 0) return found;

        var target = new ResourceRef(ResourceTypes.Service, namespaceName, name);
        if (kind is null && await resources.FindAsync(target, cancellationToken).ConfigureAwait(false) is { } alone)
        {
            return [ResolutionRules.Of(alone, null, scene, session.Context.Name, kubeConfig)];
        }

        throw workloads is [var one, ..]
            ? new ClusterException(
                ClusterFault.ResourceNotFound, $"No Service selects the pods of {one}, so it has no name.", name,
                "Give its pods a Service; Get-MicroServicePod shows their addresses.")
            : await ServiceFaults.FindReasonAsync(resources, name, namespaceName, cancellationToken)
                .ConfigureAwait(false);
    }

    private static async Task<ResolutionSnapshot> ReadAsync(
        IClusterSession session, string space, string? clusterDomain, Action<ClusterException> onUnknown,
        CancellationToken cancellationToken)
    {
        Task<AddressMap> reach = AddressReader.ReadAsync(session.Resources, space, onUnknown, cancellationToken);
        Task<IReadOnlyList<KubeObject>?> nodes = TryListAsync(ResourceTypes.Node, null);
        Task<IReadOnlyList<KubeObject>?> slices = SlicesAsync();
        Task<string> domain = clusterDomain is null
            ? FindDomainAsync(session.Resources, cancellationToken)
            : Task.FromResult(clusterDomain);
        IReadOnlyList<KubeObject>? sliced = await slices.ConfigureAwait(false);
        IReadOnlyList<KubeObject>? older =
            sliced is null ? await TryListAsync(ResourceTypes.Endpoints, space).ConfigureAwait(false) : null;
        return new ResolutionSnapshot(
            await reach.ConfigureAwait(false), await domain.ConfigureAwait(false),
            sliced?.ToLookup(slice => slice.Labels.GetValueOrDefault("kubernetes.io/service-name") ?? ""),
            ByName(older),
            ByName(await nodes.ConfigureAwait(false)));

        async Task<IReadOnlyList<KubeObject>?> SlicesAsync() =>
            await session.ServesAsync(ResourceTypes.EndpointSlice, cancellationToken).ConfigureAwait(false)
                ? await TryListAsync(ResourceTypes.EndpointSlice, space).ConfigureAwait(false)
                : await TryListAsync(ResourceTypes.EndpointSliceBeta, space).ConfigureAwait(false);

        async Task<IReadOnlyList<KubeObject>?> TryListAsync(ResourceType type, string? space)
        {
            try
            {
                var items = new List<KubeObject>();
                IAsyncEnumerable<KubeObject> list =
                    session.Resources.ListAsync(new ResourceQuery(type, space), cancellationToken);
                await foreach (KubeObject item in list.ConfigureAwait(false)) items.Add(item);
                return items;
            }
            catch (ClusterException exception)
                when (exception.Fault is ClusterFault.AccessDenied or ClusterFault.KindNotSupported)
            {
                if (exception.Fault == ClusterFault.AccessDenied) onUnknown(exception);
                return null;
            }
        }
    }

    /// <summary>
    /// The zone that CoreDNS serves, by the line <c>kubernetes ZONE …</c> of its configuration; the API itself does not
    /// tell the domain.
    /// </summary>
    /// <summary>Objects by their name; what is made anew while a list is read may stand in it twice.</summary>
    private static Dictionary<string, KubeObject> ByName(IReadOnlyList<KubeObject>? items) =>
        (items ?? []).DistinctBy(item => item.Name).ToDictionary(item => item.Name, StringComparer.Ordinal);

    private static async Task<string> FindDomainAsync(IResources resources, CancellationToken cancellationToken)
    {
        try
        {
            var target = new ResourceRef(ResourceTypes.ConfigMap, "kube-system", "coredns");
            KubeObject? config = await resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
            return Zone().Match(config?.Json.Text("data", "Corefile") ?? "") is { Success: true } zone
                ? zone.Groups[1].Value.TrimEnd('.')
                : DefaultDomain;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return DefaultDomain;
        }
    }

    [GeneratedRegex(@"^\s*kubernetes\s+([a-z0-9][a-z0-9.-]*)", RegexOptions.Multiline)]
    private static partial Regex Zone();
}

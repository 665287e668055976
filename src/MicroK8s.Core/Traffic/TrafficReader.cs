using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Reads what decides about traffic.</summary>
internal static class TrafficReader
{
    /// <summary>
    /// The routing objects of every namespace, or of one where that is denied, and the Services that its routes lead
    /// to.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported: no provider is installed. AccessDenied.</exception>
    public static async Task<RoutingObjects> ReadAsync(
        IClusterSession session, string namespaceName, CancellationToken cancellationToken)
    {
        ResourceType[] types = [.. TrafficProviders.All.SelectMany(provider => provider.Reader.Reads)];
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(types.Select(
            type => ListAsync(session, type, namespaceName, cancellationToken))).ConfigureAwait(false);
        IEnumerable<KubeObject> Of(ResourceType type) =>
            Array.IndexOf(types, type) is >= 0 and int index ? lists[index] : [];

        IReadOnlyList<TrafficRoute> routes = RoutesOf(new RoutingObjects(Of), namespaceName);
        IReadOnlyList<KubeObject> services =
            await ReadServicesAsync(session.Resources, routes, cancellationToken).ConfigureAwait(false);
        return new RoutingObjects(type => type == ResourceTypes.Service ? services : Of(type));
    }

    /// <summary>The routes of all providers that stand in one namespace.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="namespaceName">The namespace.</param>
    public static IReadOnlyList<TrafficRoute> RoutesOf(RoutingObjects read, string namespaceName) =>
    [
        .. TrafficProviders.All.SelectMany(provider => provider.Reader.Routes(read))
            .Where(route => route.Namespace == namespaceName),
    ];

    /// <summary>What decides about one service.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="service">The service, as a host.</param>
    /// <param name="withPods">Whether the ready pods are needed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported: no provider is installed. AccessDenied.</exception>
    public static async Task<TrafficSnapshot> ReadAsync(
        IClusterSession session, string namespaceName, string service, bool withPods,
        CancellationToken cancellationToken)
    {
        RoutingObjects read = await ReadAsync(session, namespaceName, cancellationToken).ConfigureAwait(false);
        var state = new TrafficSnapshot(
            ServiceHost.Parse(service, namespaceName), namespaceName, RoutesOf(read, namespaceName));
        if (!withPods) return state;

        IEnumerable<RouteBackend> backends = RouteMembers.KnownTo(state.ServiceRoutes, state.Service);
        PodSelector[] selectors =
        [
            .. backends.DistinctBy(backend => backend.Service).Select(backend => backend.Pods)
                .Where(pods => pods?.Service is not null).OfType<PodSelector>(),
        ];
        IReadOnlyList<KubeObject>[] pods = await Task.WhenAll(selectors.Select(
            selector => ReadyPodsAsync(session.Resources, selector, cancellationToken))).ConfigureAwait(false);
        return state with { ReadyPods = [.. pods.SelectMany(list => list)] };
    }

    /// <summary>All objects of a routing kind, of every namespace, or of one where that is denied.</summary>
    /// <exception cref="ClusterException">KindNotSupported: the provider is not installed. AccessDenied.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ListAsync(
        IClusterSession session, ResourceType type, string namespaceName, CancellationToken cancellationToken)
    {
        try
        {
            return await RoutingLists.ReadAsync(
                session.Resources, type, namespaceName, onNarrowed: _ => { }, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            string names = string.Join(" nor ", TrafficProviders.All.Select(provider => provider.Reader.Provider));
            throw new ClusterException(
                ClusterFault.KindNotSupported,
                $"The cluster of context '{session.Context.Name}' has no {type.Kind} ({type.ApiVersion}): "
                + $"{names} is not installed.", type.ToString(),
                $"Install {names}, whose installer brings the definitions, or choose another cluster.", exception);
        }
    }

    /// <summary>The Services of the namespaces that routes lead to; none of a namespace that may not be read.</summary>
    private static async Task<IReadOnlyList<KubeObject>> ReadServicesAsync(
        IResources resources, IEnumerable<TrafficRoute> routes, CancellationToken cancellationToken)
    {
        IEnumerable<string> namespaces = routes.SelectMany(route => route.Backends)
            .Select(backend => backend.Service.Namespace).OfType<string>().Distinct();
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(namespaces.Select(name => resources.ReadAllOrAbsentAsync(
            new ResourceQuery(ResourceTypes.Service, name), onDenied: null, cancellationToken))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<IReadOnlyList<KubeObject>> ReadyPodsAsync(
        IResources resources, PodSelector selector, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery(ResourceTypes.Pod, selector.Namespace)
        {
            LabelSelector = LabelSelectors.Text(selector.Service!),
        };
        IReadOnlyList<KubeObject> pods =
            await resources.ReadAllAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. pods.Where(WorkloadPods.IsReady)];
    }
}

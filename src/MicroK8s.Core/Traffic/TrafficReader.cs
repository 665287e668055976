using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>
/// Reads what decides about traffic: the routing objects of every namespace, or of one where that is denied, and the
/// Services that routes lead to. A kind that the server does not have is as if there were no object of it.
/// </summary>
internal sealed class TrafficReader
{
    private readonly IClusterSession _session;
    private readonly string _namespace;
    private readonly string? _provider;
    private readonly Dictionary<ResourceType, RoutingList> _lists = [];

    /// <summary>Prepares to read.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="provider">The only provider. Null for all.</param>
    public TrafficReader(IClusterSession session, string namespaceName, string? provider)
    {
        _session = session;
        _namespace = namespaceName;
        _provider = provider;
    }

    private IReadOnlyList<ITrafficProvider> Providers => TrafficProviders.Named(_provider);

    /// <summary>Reads all there is.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported: the provider is not installed. Unreachable.</exception>
    public Task<RoutingObjects> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(Providers.SelectMany(one => one.Reader.Reads.Concat(one.AlsoReads)), cancellationToken);

    /// <summary>Reads what decides about one service.</summary>
    /// <param name="service">The service, as a host.</param>
    /// <param name="withPods">Whether the ready pods are needed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">KindNotSupported: the provider is not installed. AccessDenied.</exception>
    public async Task<TrafficSnapshot> ReadAsync(string service, bool withPods, CancellationToken cancellationToken)
    {
        // Workloads decide only where no route does, and there may be many of them.
        IEnumerable<ITrafficProvider> first = _provider is null ? Providers.SkipLast(1) : Providers;
        TrafficSnapshot state =
            Snapshot(service, await ReadAsync(ReadsOf(first), cancellationToken).ConfigureAwait(false));
        if (_provider is null && state.ServiceRoutes.All(route => route.Backends.Count < 2))
        {
            state = Snapshot(service, await ReadAsync(ReadsOf(Providers), cancellationToken).ConfigureAwait(false));
        }

        ResourceType[] more =
        [
            .. state.ServiceRoutes.GroupBy(route => route.Provider)
                .SelectMany(group => TrafficProviders.Find(group.Key).ReadsFor(group)),
        ];
        if (more.Length > 0) state = Snapshot(service, await ReadAsync(more, cancellationToken).ConfigureAwait(false));

        if (!withPods) return state;
        IEnumerable<RouteBackend> backends = RouteMembers.KnownTo(state.ServiceRoutes, state.Service);
        PodSelector[] selectors =
        [
            .. backends.DistinctBy(backend => backend.Service).Select(backend => backend.Pods)
                .Where(pods => pods?.Service is not null).OfType<PodSelector>(),
        ];
        IReadOnlyList<KubeObject>[] pods = await Task.WhenAll(
            selectors.Select(selector => ReadyPodsAsync(selector, cancellationToken))).ConfigureAwait(false);
        return state with { ReadyPods = [.. pods.SelectMany(list => list)] };
    }

    /// <summary>What was read, with the routes of the namespace.</summary>
    /// <param name="service">The service, as a host.</param>
    /// <param name="read">What was read.</param>
    public TrafficSnapshot Snapshot(string service, RoutingObjects read) => new(
        ServiceHost.Parse(service, _namespace), _namespace, TrafficProviders.RoutesIn(read, _namespace, _provider))
    {
        Denied = Denials(),
    };

    /// <summary>Why the routes of a provider are not known, by its name; empty if all could be read.</summary>
    public IReadOnlyDictionary<string, ClusterException> Denials() => Providers
        .Select(provider => (provider.Reader.Provider, Denial: provider.Reader.Reads
            .Select(type => _lists.GetValueOrDefault(type)?.Denial).FirstOrDefault(denial => denial is not null)))
        .Where(pair => pair.Denial is not null).ToDictionary(pair => pair.Provider, pair => pair.Denial!);

    /// <summary>Reads what is not read yet, all at once.</summary>
    private async Task<RoutingObjects> ReadAsync(
        IEnumerable<ResourceType> types, CancellationToken cancellationToken)
    {
        ResourceType[] missing =
        [
            .. RoutingLists.Newest(types.Prepend(ResourceTypes.Service)).Where(type => !_lists.ContainsKey(type)),
        ];
        RoutingList[] lists = await Task.WhenAll(missing.Select(type => RoutingLists.TryReadAsync(
            _session.Resources, type, _namespace, cancellationToken))).ConfigureAwait(false);
        foreach ((ResourceType type, RoutingList list) in missing.Zip(lists)) _lists[type] = list;
        RequireInstalled();
        RoutingObjects own = Objects([]);
        return Objects(await ReadServicesAsync(own, cancellationToken).ConfigureAwait(false));
    }

    private static IEnumerable<ResourceType> ReadsOf(IEnumerable<ITrafficProvider> providers) =>
        providers.SelectMany(provider => provider.Reader.Reads);

    private RoutingObjects Objects(IReadOnlyList<KubeObject> services) => new(
        type => (_lists.GetValueOrDefault(type)?.Items ?? [])
            .Concat(type == ResourceTypes.Service ? services : []),
        type => _lists.GetValueOrDefault(type)?.Reach ?? ListReach.Nothing);

    /// <summary>A provider that is asked for by name has to be there; the first of its kinds tells.</summary>
    private void RequireInstalled()
    {
        if (_provider is null) return;
        IReadOnlyList<ResourceType> kinds = TrafficProviders.Find(_provider).Reader.Reads;
        if (_lists[kinds[0]].Reach != ListReach.NotServed) return;
        throw new ClusterException(
            ClusterFault.KindNotSupported,
            $"The cluster of context '{_session.Context.Name}' has no {kinds[0].Kind} ({kinds[0].ApiVersion}): "
            + $"{_provider} is not installed.", kinds[0].ToString(),
            $"Install {_provider}, whose installer brings the definitions, or choose another provider or cluster.");
    }

    /// <summary>The Services of other namespaces that routes lead to; none of one that may not be read.</summary>
    private async Task<IReadOnlyList<KubeObject>> ReadServicesAsync(
        RoutingObjects read, CancellationToken cancellationToken)
    {
        IEnumerable<string> others = TrafficProviders.RoutesIn(read, _namespace, _provider)
            .SelectMany(route => route.Backends).Select(backend => backend.Service.Namespace).OfType<string>()
            .Distinct()
            .Where(name => name != _namespace);
        IReadOnlyList<KubeObject>[] lists = await Task.WhenAll(
            others.Select(name => _session.Resources.ReadAllOrAbsentAsync(
                new ResourceQuery(ResourceTypes.Service, name), onDenied: null, cancellationToken)))
            .ConfigureAwait(false);
        return [.. lists.SelectMany(list => list)];
    }

    private async Task<IReadOnlyList<KubeObject>> ReadyPodsAsync(
        PodSelector selector, CancellationToken cancellationToken)
    {
        var query = new ResourceQuery(ResourceTypes.Pod, selector.Namespace)
        {
            LabelSelector = LabelSelectors.Text(selector.Service!),
        };
        IReadOnlyList<KubeObject> pods =
            await _session.Resources.ReadAllAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. pods.Where(WorkloadPods.IsReady)];
    }
}

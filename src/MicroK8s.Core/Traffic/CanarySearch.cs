using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Finds the canary of a service among the backends of all routes that lead to its pods.</summary>
internal sealed class CanarySearch
{
    private readonly AddressMap _map;
    private readonly string _namespace;
    private readonly IReadOnlyDictionary<string, string> _stable;
    private readonly IReadOnlyDictionary<string, string>? _canary;
    private readonly ServiceHost[] _services;
    private readonly (TrafficRoute Route, RouteBackend Canary)[] _found;

    private CanarySearch(
        AddressMap map, string namespaceName, string service, KubeObject? stable, KubeObject? canary,
        IReadOnlyList<string> notes)
    {
        _map = map;
        _namespace = namespaceName;
        _stable = stable is null ? new Dictionary<string, string>() : WorkloadPods.LabelsOf(stable);
        _canary = canary is null ? null : WorkloadPods.LabelsOf(canary);
        Notes = notes;
        _services =
        [
            .. new[] { stable, canary }.OfType<KubeObject>().SelectMany(map.InFrontOf)
                .Select(item => new ServiceHost(item.Name, item.Namespace))
                .Append(new ServiceHost(service, namespaceName)).Distinct(),
        ];
        _found =
        [
            .. _services.SelectMany(map.RoutesTo).Distinct().Select(route => (Route: route, Canary: Find(route)))
                .Where(pair => pair.Canary is not null).Select(pair => (pair.Route, pair.Canary!)),
        ];
    }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>All routes.</summary>
    public IReadOnlyList<TrafficRoute> Routes => _map.Routes;

    /// <summary>
    /// The routes that give the canary a share. A route to the canary alone is somebody's decision (a header canary),
    /// not a share.
    /// </summary>
    public IEnumerable<(TrafficRoute Route, RouteBackend Canary)> Shares =>
        _found.Where(pair => pair.Route.Backends.Count > 1 && pair.Canary.Percent > 0);

    /// <summary>Reads the service's workloads and all traffic rules that may lead to them.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">AccessDenied (the workloads), Unreachable.</exception>
    public static async Task<CanarySearch> ReadAsync(
        IClusterSession session, string namespaceName, string service, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        Task<AddressMap> reading =
            AddressReader.ReadTrafficAsync(session.Resources, namespaceName, notes, cancellationToken);
        var target = new ResourceRef(ResourceTypes.Deployment, namespaceName, service);
        KubeObject?[] workloads = await Task.WhenAll(
            session.Resources.FindAsync(target, cancellationToken),
            session.Resources.FindAsync(CanaryRequest.TargetFor(namespaceName, service), cancellationToken))
            .ConfigureAwait(false);
        AddressMap map = await reading.ConfigureAwait(false);
        return new CanarySearch(map, namespaceName, service, workloads[0], workloads[1], notes);
    }

    /// <summary>One sentence per way by which requests reach the canary beside its shares.</summary>
    public IEnumerable<string> OtherWays()
    {
        TrafficRoute[] shared = [.. Shares.Select(pair => pair.Route)];
        return
        [
            .. _found.DistinctBy(pair => (pair.Canary.Service, pair.Canary.Label)).SelectMany(pair => _map.Routes
                .SelectMany(route => CanaryExposure.Ways(
                    route, pair.Canary.Service, pair.Canary.Label, hasShare: shared.Contains(route)))).Distinct(),
        ];
    }

    /// <summary>
    /// The backend that selects the pods of the canary's own Deployment and not those of the service's, whatever its
    /// name and labels; without such a Deployment or backend, the one that names or labels tell.
    /// </summary>
    private RouteBackend? Find(TrafficRoute route)
    {
        RouteBackend[] parts = [.. route.Backends, .. route.Spare];
        RouteBackend? byPods = _canary is null ? null : parts.FirstOrDefault(
            part => Selects(part, _canary) && !Selects(part, _stable));
        return byPods ?? _services.Select(service => FindByName(route, service, parts))
            .FirstOrDefault(part => part is not null);
    }

    /// <summary>Whether it is for these pods; without its Service, the labels of a subset tell.</summary>
    private bool Selects(RouteBackend part, IReadOnlyDictionary<string, string> labels) =>
        part.Selects(_namespace, labels)
        || (part.Pods is { Service: null, Subset.Count: > 0 } pods && pods.Namespace == _namespace
            && LabelSelectors.Matches(pods.Subset, labels));

    private static RouteBackend? FindByName(TrafficRoute route, ServiceHost service, RouteBackend[] parts) =>
        SubsetRules.FindCanary(
            RouteMembers.KnownTo([route], service), RouteMembers.NamesOf([route], service)) is { } label
            ? parts.FirstOrDefault(part => part.Is(service, label))
            : null;
}

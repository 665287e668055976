using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;
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
        if (_found.Length == 0 && stable is not null && canary?.Json.Count("spec", "replicas") is > 0 and var pods
            && map.InFrontOf(canary).Intersect(map.InFrontOf(stable)).FirstOrDefault() is { } shared)
        {
            ShareOfPods = $"Deployment {canary.Namespace}/{canary.Name} keeps its share of Service {shared.Name}, by "
                + $"{pods} pod{(pods == 1 ? "" : "s")}: "
                + $"{AdvisedCommand.For("Remove-Canary", service, namespaceName)} takes it away.";
        }
    }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// The share that the canary has only by its pods behind the Service of all, as a sentence. Null if routes share
    /// requests, or it has no pods.
    /// </summary>
    public string? ShareOfPods { get; }

    /// <summary>All routes.</summary>
    public IReadOnlyList<TrafficRoute> Routes => _map.Routes;

    /// <summary>
    /// The routes that share requests with the canary: those that give it a share, and those by whose matches or mirror
    /// it gets requests. A route of somebody else to the canary alone is a decision of theirs, not a share.
    /// </summary>
    /// <param name="withdrawn">Which matches and mirrors count.</param>
    public IEnumerable<(TrafficRoute Route, RouteBackend Canary)> Shares(RequestRules withdrawn) =>
        _found.Where(pair => pair.Route.Backends.Count > 1
            && (pair.Canary.Percent > 0 || MatchRouteOf(pair) is not null
                || (withdrawn.MirrorPercent is not null && IsMirrored(pair))));

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
    /// <param name="withdrawn">Which matches and mirrors are taken away together with the shares.</param>
    public IEnumerable<string> OtherWays(RequestRules withdrawn)
    {
        (TrafficRoute Route, RouteBackend Canary)[] shares = [.. Shares(withdrawn)];
        TrafficRoute[] shared = [.. shares.Select(pair => pair.Route)];
        TrafficRoute[] own = [.. shares.Select(MatchRouteOf).OfType<TrafficRoute>()];
        IEnumerable<TrafficRoute> routes = _map.Routes.Where(route => !own.Contains(route)).Select(route =>
            withdrawn.MirrorPercent is not null && shared.Contains(route) ? route with { Mirrors = [] } : route);
        return
        [
            .. _found.DistinctBy(pair => (pair.Canary.Service, pair.Canary.Label)).SelectMany(pair => routes
                .SelectMany(route => CanaryExposure.Ways(
                    route, pair.Canary.Service, pair.Canary.Label, hasShare: shared.Any(route.IsSame)))).Distinct(),
        ];
    }

    private TrafficRoute? MatchRouteOf((TrafficRoute Route, RouteBackend Canary) pair) =>
        TrafficProviders.Find(pair.Route.Provider).MatchRouteOf(pair.Route, pair.Canary, _map.Routes);

    private static bool IsMirrored((TrafficRoute Route, RouteBackend Canary) pair) =>
        pair.Route.Mirrors.Any(mirror => mirror.Is(pair.Canary.Service, pair.Canary.Label));

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

using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Reads routes of VirtualServices, of all three protocols, with the subsets that their callers see.</summary>
internal sealed class IstioRouteReader : IRouteReader
{
    /// <summary>The provider that <see cref="TrafficRoute.Provider"/> names.</summary>
    public const string Name = "Istio";

    public string Provider => Name;

    public IReadOnlyList<ResourceType> Reads { get; } = [ResourceTypes.VirtualService, ResourceTypes.DestinationRule];

    public IEnumerable<TrafficRoute> Routes(RoutingObjects read)
    {
        KubeObject[] rules = [.. read.Of(ResourceTypes.VirtualService)];
        var resolver = new IstioResolver(rules, read.Of(ResourceTypes.DestinationRule));
        return rules.SelectMany(rule => Routes(new Scope(read, resolver, rule)));
    }

    private static IEnumerable<TrafficRoute> Routes(Scope scope)
    {
        string? shadow = scope.Resolver.ShadowOf(scope.Rule) is { } other
            ? $"{ResourceTypes.VirtualService.Kind} {other.Namespace}/{other.Name} decides about the same hosts"
            : null;
        var target = new ResourceRef(ResourceTypes.VirtualService, scope.Rule.Namespace, scope.Rule.Name);
        return IstioRouteJson.Of(scope.Rule).Select(route =>
        {
            RouteBackend[] backends = [.. Backends(scope, route.Json)];
            return new TrafficRoute(
                Name, scope.Rule, target, route.Path, route.Label, route.Name, backends, route.Match,
                [.. route.Mirrors.Select(mirror => Backend(scope, mirror.Destination, mirror.Percent, raw: null))])
            {
                HasSubsets = true,
                Spare = [.. Spare(scope, backends)],
                Unreachable = shadow
                    ?? (route.Above is { } above ? $"route {above} above it takes every request" : null),
                Owner = OwnerOf(scope, backends),
            };
        });
    }

    private static IEnumerable<RouteBackend> Backends(Scope scope, JsonElement route)
    {
        JsonElement[] items = [.. route.Items("route")];
        IReadOnlyList<int> percent = WeightArithmetic.Percent([.. items.Select(item => item.Number("weight"))]);
        return items.Select((item, index) =>
            Backend(scope, item.At("destination") ?? default, percent[index], item.Number("weight")) with
            {
                Omitted = items.Length == 1 ? 100 : 0,
            });
    }

    private static RouteBackend Backend(Scope scope, JsonElement destination, int percent, int? raw)
    {
        string host = destination.Text("host") ?? "";
        var written = new TrafficDestination(
            host, destination.Text("subset"), destination.Number("port", "number"), percent, raw);
        return Backend(scope, written, ServiceHost.Parse(host, scope.Rule.Namespace ?? ""));
    }

    private static RouteBackend Backend(Scope scope, TrafficDestination destination, ServiceHost service)
    {
        Subset? subset = scope.SubsetsOf(service).FirstOrDefault(one => one.Name == destination.Subset);
        PodSelector? pods = destination.Subset is null || subset is not null
            ? new PodSelector(
                service.Namespace, scope.Read.SelectorOf(service), subset?.Labels ?? new Dictionary<string, string>())
            : null;
        return new RouteBackend(destination, service, pods);
    }

    private static IEnumerable<RouteBackend> Spare(Scope scope, RouteBackend[] backends) =>
        from model in backends.DistinctBy(backend => backend.Service)
        from subset in scope.SubsetsOf(model.Service)
        where !backends.Any(used => used.Service == model.Service && used.Subset == subset.Name)
        let destination = model.Destination with { Subset = subset.Name, Weight = 0, RawWeight = null }
        select Backend(scope, destination, model.Service);

    /// <summary>
    /// The owner of the object, else the Rollout that shapes the subsets: Argo Rollouts marks the DestinationRule, not
    /// the VirtualService (argo-rollouts, rollout/trafficrouting/istio).
    /// </summary>
    private static string? OwnerOf(Scope scope, RouteBackend[] backends) =>
        OwnershipRules.OwnerOf(scope.Rule) ?? backends.Select(backend => backend.Service).Distinct()
            .SelectMany(scope.SubsetsOf)
            .Select(subset => OwnershipRules.ByRollout(subset.Rule)).FirstOrDefault(owner => owner is not null);

    /// <summary>One VirtualService among all that was read.</summary>
    private sealed record Scope(RoutingObjects Read, IstioResolver Resolver, KubeObject Rule)
    {
        // Those who follow the rule may be in several namespaces; the first that it names stands for them.
        private readonly string _caller = IstioResolver.CallersOf(Rule) is [var first, ..] ? first : "";

        public IReadOnlyList<Subset> SubsetsOf(ServiceHost service) => Resolver.SubsetsOf(service.FullName(), _caller);
    }
}

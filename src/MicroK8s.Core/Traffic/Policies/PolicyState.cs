using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>What decides about the policies of a namespace, as it was read.</summary>
/// <param name="Namespace">The namespace of the rules, and of the callers.</param>
/// <param name="Read">The objects.</param>
internal sealed record PolicyState(string Namespace, RoutingObjects Read)
{
    /// <summary>The kinds that may not be read, and why.</summary>
    public IReadOnlyDictionary<ResourceType, ClusterException> Denials { get; init; } =
        new Dictionary<ResourceType, ClusterException>();

    /// <summary>Every route of the namespace.</summary>
    public IReadOnlyList<TrafficRoute> Routes { get; } =
        [.. RouteReaders.Routes(Read).Where(route => route.Namespace == Namespace)];

    /// <summary>Which rule of Istio holds for whom.</summary>
    public IstioResolver Resolver { get; } =
        new(Read.Of(ResourceTypes.VirtualService), Read.Of(ResourceTypes.DestinationRule));

    /// <summary>The service that a name means in a rule of the namespace.</summary>
    public ServiceHost Host(string service) => ServiceHost.Parse(service, Namespace);

    /// <summary>The Service, if it was read.</summary>
    public KubeObject? ServiceOf(ServiceHost service) => Read.Of(ResourceTypes.Service)
        .FirstOrDefault(item => item.Name == service.Name && item.Namespace == service.Namespace);

    /// <summary>The http routes that lead to a service, and to a subset if one is named.</summary>
    public IEnumerable<TrafficRoute> RoutesTo(ServiceHost service, string? subset) => Routes.Where(route =>
        (route.Provider != IstioRouteReader.Name || route.Path.StartsWith("/spec/http/", StringComparison.Ordinal))
        && route.Backends.Any(backend => backend.Service == service && (subset is null || backend.Subset == subset)));

    /// <summary>The DestinationRules that hold for callers of the namespace, the oldest first.</summary>
    public IReadOnlyList<KubeObject> RulesFor(ServiceHost service) =>
        Resolver.DestinationRulesFor(service.FullName(), Namespace);

    /// <summary>
    /// The one of several rules for the same host whose policy counts: they are merged, and the first that has a
    /// policy, or that defines the subset, gives it (istio/istio, pilot/pkg/model, <c>mergeDestinationRule</c>).
    /// Null if no rule holds.
    /// </summary>
    public KubeObject? RuleOf(ServiceHost service, string? subset)
    {
        IReadOnlyList<KubeObject> rules = RulesFor(service);
        KubeObject? first = subset is null
            ? rules.FirstOrDefault(rule => rule.Json.At("spec", "trafficPolicy") is not null)
            : rules.FirstOrDefault(rule => rule.Json.Items("spec", "subsets").Any(one => one.Text("name") == subset));
        return first ?? (rules is [var oldest, ..] ? oldest : null);
    }

    /// <summary>
    /// The rules as one: the policy of the first that has one, and the subsets of all. Null if no rule holds.
    /// </summary>
    public JsonObject? MergedRule(ServiceHost service)
    {
        if (RuleOf(service, subset: null) is not { } rule) return null;
        JsonObject merged = rule.ToNode();
        merged.Open("spec")["subsets"] = new JsonArray(
        [
            .. RulesFor(service).SelectMany(one => one.Json.Items("spec", "subsets"))
                .DistinctBy(subset => subset.Text("name")).Select(subset => subset.ToNode()),
        ]);
        return merged;
    }

    /// <summary>Whether a rule is for this service alone; others hold for other services too.</summary>
    public static bool IsOwn(KubeObject rule, ServiceHost service) =>
        ServiceHost.Parse(rule.Json.Text("spec", "host") ?? "", rule.Namespace ?? "") == service;
}

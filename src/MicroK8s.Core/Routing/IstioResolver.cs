using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// Which rule of Istio holds for whom: the one place that answers it, by the rules of istio/istio, pilot/pkg/model
/// (<c>push_context.go</c>, <c>virtualservice.go</c>, <c>destination_rule.go</c>). Pure.
/// </summary>
public sealed class IstioResolver
{
    /// <summary>The root namespace of a mesh that says nothing else; rules in it hold for the whole mesh.</summary>
    public const string DefaultRootNamespace = "istio-system";

    /// <summary>The name that stands for all sidecars where gateways are named.</summary>
    public const string Mesh = "mesh";

    /// <summary>Stands for any namespace that no rule names.</summary>
    private const string Elsewhere = "";

    private readonly IstioRuleIndex _virtualServices;
    private readonly Dictionary<string, IstioRuleIndex> _destinationRules;
    private readonly Dictionary<(string Host, string Caller), IReadOnlyList<Subset>> _subsets = [];
    private readonly string _root;

    /// <summary>Takes the rules that were read.</summary>
    /// <param name="virtualServices">The VirtualServices, of as many namespaces as could be read.</param>
    /// <param name="destinationRules">The DestinationRules, the same.</param>
    /// <param name="rootNamespace">The root namespace of the mesh (<c>meshConfig.rootNamespace</c>).</param>
    public IstioResolver(
        IEnumerable<KubeObject> virtualServices, IEnumerable<KubeObject> destinationRules,
        string rootNamespace = DefaultRootNamespace)
    {
        _root = rootNamespace;
        _virtualServices = new IstioRuleIndex(virtualServices);

        // A rule for some callers only (workloadSelector) says nothing about the others.
        _destinationRules = destinationRules.Where(rule => rule.Json.At("spec", "workloadSelector") is null)
            .GroupBy(rule => rule.Namespace ?? "").ToDictionary(group => group.Key, group => new IstioRuleIndex(group));
    }

    /// <summary>
    /// The VirtualServices that decide about a host for a caller, the deciding one first. A sidecar follows only the
    /// first; a gateway merges all of them, in this order. The most specific host wins, then what is exported to the
    /// caller's namespace alone, then what is exported to it by name, then the oldest.
    /// </summary>
    /// <param name="host">The full name of the host.</param>
    /// <param name="callerNamespace">The namespace of the caller or of the gateway.</param>
    /// <param name="gateway"><see cref="Mesh"/>, or a gateway as <c>namespace/name</c>.</param>
    public IReadOnlyList<KubeObject> VirtualServicesFor(string host, string callerNamespace, string gateway = Mesh) =>
    [
        .. _virtualServices.MostSpecific(IstioRule.Canonical(host),
                rule => rule.Gateways.Contains(gateway) && rule.IsVisibleIn(callerNamespace))
            .OrderBy(rule => rule.IsPublic ? 2 : rule.Object.Namespace == callerNamespace ? 0 : 1)
            .Select(rule => rule.Object),
    ];

    /// <summary>
    /// The DestinationRules that hold for a service and a caller: of the caller's namespace, else of the service's,
    /// else of the root namespace. The first namespace with a rule for the host decides, and in it the most specific
    /// host: exact before the longest wildcard. Several rules of that host are merged, the oldest first.
    /// </summary>
    /// <param name="host">The full name of the service's host.</param>
    /// <param name="callerNamespace">The namespace of the caller.</param>
    public IReadOnlyList<KubeObject> DestinationRulesFor(string host, string callerNamespace)
    {
        string wanted = IstioRule.Canonical(host);

        // Gateways often live in the root namespace: of what is there, only what is meant for it alone comes first.
        bool isRoot = callerNamespace == _root;
        IReadOnlyList<IstioRule> found = InNamespace(
            callerNamespace, rule => rule.IsVisibleIn(callerNamespace) && !(isRoot && rule.IsPublic));
        string?[] others = [ServiceHost.OfFullName(wanted)?.Namespace, _root];
        foreach (string? place in others)
        {
            if (found.Count > 0 || place is null) continue;
            found = InNamespace(place, rule => rule.IsVisibleIn(callerNamespace));
        }

        return [.. found.Select(rule => rule.Object)];

        IReadOnlyList<IstioRule> InNamespace(string space, Func<IstioRule, bool> holds) =>
            _destinationRules.TryGetValue(space, out IstioRuleIndex? rules) ? rules.MostSpecific(wanted, holds) : [];
    }

    /// <summary>The subsets of a service as a caller sees them; of a name that stands twice, the older one.</summary>
    /// <param name="host">The full name of the service's host.</param>
    /// <param name="callerNamespace">The namespace of the caller.</param>
    public IReadOnlyList<Subset> SubsetsOf(string host, string callerNamespace)
    {
        lock (_subsets)
        {
            if (_subsets.TryGetValue((host, callerNamespace), out IReadOnlyList<Subset>? known)) return known;
            return _subsets[(host, callerNamespace)] =
            [
                .. DestinationRulesFor(host, callerNamespace).SelectMany(rule => rule.Json.Items("spec", "subsets")
                    .Select(subset => new Subset(subset.Text("name") ?? "", subset.Map("labels"), rule)))
                    .DistinctBy(subset => subset.Name),
            ];
        }
    }

    /// <summary>
    /// The namespaces of those who follow a VirtualService, as far as it names them: its own if it sees the rule, where
    /// else it is exported to, and those of its gateways.
    /// </summary>
    /// <param name="virtualService">The VirtualService.</param>
    public static IReadOnlyList<string> CallersOf(KubeObject virtualService)
    {
        var rule = new IstioRule(virtualService);
        IEnumerable<string> gateways =
            rule.Gateways.Where(name => name != Mesh).Select(name => name.Split('/')[0]);
        return [.. (rule.Gateways.Contains(Mesh) ? SidecarsOf(rule) : []).Concat(gateways).Distinct()];
    }

    /// <summary>
    /// The VirtualServices that sidecars would follow as well for one of the hosts of this one: of all that one caller
    /// sees for the same host, only the first counts (istio/istio, pkg/config/analysis/analyzers/virtualservice,
    /// <c>conflictingmeshgatewayhosts.go</c>).
    /// </summary>
    /// <param name="virtualService">The VirtualService.</param>
    public IEnumerable<(string Host, KubeObject Other)> ConflictsOf(KubeObject virtualService)
    {
        var rule = new IstioRule(virtualService);
        if (!rule.Gateways.Contains(Mesh)) return [];
        return
        [
            .. from host in rule.Hosts
               from caller in EveryCallerOf(rule)
               from other in _virtualServices.MostSpecific(
                   host, one => one.Gateways.Contains(Mesh) && one.IsVisibleIn(caller))
               where other.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase) && !IsSame(other.Object, virtualService)
               group other.Object by (host, other.Object.Namespace, other.Object.Name) into conflict
               select (conflict.Key.host, conflict.First()),
        ];
    }

    /// <summary>
    /// The VirtualService that keeps another from ever deciding: for every host and every caller it is not the first.
    /// Null if there is none; gateways merge rules, so one of a gateway is never kept from it.
    /// </summary>
    /// <param name="virtualService">The VirtualService that may be kept from it.</param>
    public KubeObject? ShadowOf(KubeObject virtualService)
    {
        IstioRule rule = _virtualServices.ByObject.GetValueOrDefault((virtualService.Namespace, virtualService.Name))
            ?? new IstioRule(virtualService);
        if (rule.Gateways.Any(gateway => gateway != Mesh)) return null;
        KubeObject? shadow = null;
        foreach (string host in rule.Hosts)
        {
            foreach (string caller in EveryCallerOf(rule))
            {
                if (VirtualServicesFor(host, caller) is not [var first, ..] || IsSame(first, virtualService)) return null;
                shadow ??= first;
            }
        }

        return shadow;
    }

    private static IEnumerable<string> SidecarsOf(IstioRule rule)
    {
        string own = rule.Object.Namespace ?? "";
        return rule.IsVisibleIn(own) ? rule.NamedExports.Prepend(own) : rule.NamedExports;
    }

    /// <summary>The callers among whom a rule may decide differently.</summary>
    private static IEnumerable<string> EveryCallerOf(IstioRule rule) =>
        SidecarsOf(rule).Concat(rule.IsPublic ? [Elsewhere] : []).Distinct();

    private static bool IsSame(KubeObject one, KubeObject other) =>
        one.Name == other.Name && one.Namespace == other.Namespace;
}

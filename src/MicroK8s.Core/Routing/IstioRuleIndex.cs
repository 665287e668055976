using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Rules by host, the oldest first: a mesh may have thousands, and each is looked up for every route.</summary>
internal sealed class IstioRuleIndex
{
    private readonly ILookup<string, IstioRule> _byHost;
    private readonly IstioRule[] _wildcards;

    public IstioRuleIndex(IEnumerable<KubeObject> rules)
    {
        // Of equal age, in the order of their names, as Istio sorts (pilot/pkg/model, sortConfigByCreationTime).
        IstioRule[] byAge =
        [
            .. rules.OrderBy(rule => rule.Created).ThenBy(rule => rule.Name, StringComparer.Ordinal)
                .ThenBy(rule => rule.Namespace, StringComparer.Ordinal).Select(rule => new IstioRule(rule)),
        ];
        _byHost = byAge.SelectMany(rule => rule.Hosts.Distinct(), (rule, host) => (rule, host))
            .ToLookup(pair => pair.host, pair => pair.rule, StringComparer.OrdinalIgnoreCase);
        _wildcards = [.. byAge.Where(rule => rule.Hosts.Any(host => host.StartsWith('*')))];
        ByObject = byAge.DistinctBy(rule => (rule.Object.Namespace, rule.Object.Name))
            .ToDictionary(rule => (rule.Object.Namespace, rule.Object.Name));
    }

    public IReadOnlyDictionary<(string? Namespace, string Name), IstioRule> ByObject { get; }

    /// <summary>Those of the rules whose most specific host no other one beats.</summary>
    /// <param name="host">The full name of a host.</param>
    /// <param name="holds">Whether a rule may decide at all.</param>
    public IReadOnlyList<IstioRule> MostSpecific(string host, Func<IstioRule, bool> holds)
    {
        IstioRule[] exact = [.. _byHost[host].Where(holds)];
        if (exact.Length > 0) return exact;
        (IstioRule Rule, string? Host)[] covering =
            [.. _wildcards.Where(holds).Select(rule => (rule, rule.Match(host))).Where(pair => pair.Item2 is not null)];
        string? best = IstioRule.MostSpecific(covering.Select(pair => pair.Host!), host);
        return [.. covering.Where(pair => pair.Host == best).Select(pair => pair.Rule)];
    }
}

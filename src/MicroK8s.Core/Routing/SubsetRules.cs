using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>Which subsets a service has, and which of them is the canary.</summary>
internal static class SubsetRules
{
    private static readonly string[] CanaryNames = [ServiceLabels.Canary];
    private static readonly string[] StableNames = [ServiceLabels.Stable, "primary"];

    /// <summary>The rules whose host means the service; Istio merges several of them.</summary>
    public static IEnumerable<KubeObject> RulesFor(IEnumerable<KubeObject> rules, ServiceHost service) => rules
        .Where(rule => ServiceHost.Parse(rule.Json.Text("spec", "host") ?? "", rule.Namespace ?? "") == service);

    /// <summary>The subsets of a service.</summary>
    public static IReadOnlyList<Subset> Of(IEnumerable<KubeObject> rules, ServiceHost service) =>
    [
        .. RulesFor(rules, service).SelectMany(rule => rule.Json.Items("spec", "subsets").Select(
            subset => new Subset(subset.Text("name") ?? "", subset.Map("labels"), rule))),
    ];

    /// <summary>The canary's subset: by label, by name, or as the other one of two. Null if none can be told.</summary>
    /// <param name="known">The subsets of the service.</param>
    /// <param name="routed">The names that its routes use.</param>
    public static string? FindCanary(IReadOnlyList<Subset> known, IReadOnlyList<string> routed) =>
        Recognise(known, routed, ServiceLabels.Canary, CanaryNames)
        ?? OtherOfTwo(routed, Recognise(known, routed, ServiceLabels.Stable, StableNames));

    /// <summary>The stable subset, found in the same way. Null if none can be told.</summary>
    public static string? FindStable(IReadOnlyList<Subset> known, IReadOnlyList<string> routed) =>
        Recognise(known, routed, ServiceLabels.Stable, StableNames)
        ?? OtherOfTwo(routed, Recognise(known, routed, ServiceLabels.Canary, CanaryNames));

    /// <summary>The other one of two names. Null if there are not two, or none is the one given.</summary>
    public static string? OtherOfTwo(IReadOnlyList<string> routed, string? one) =>
        routed.Count == 2 && one is not null && routed.Contains(one) ? routed.Single(name => name != one) : null;

    private static string? Recognise(
        IReadOnlyList<Subset> known, IReadOnlyList<string> routed, string track, string[] names)
    {
        string[] labelled = [.. known.Where(subset => subset.Labels.GetValueOrDefault(ServiceLabels.Track) == track)
            .Select(subset => subset.Name)];
        string[] named = [.. routed.Concat(known.Select(subset => subset.Name)).Where(names.Contains)];
        return labelled.FirstOrDefault(routed.Contains) ?? labelled.FirstOrDefault() ?? named.FirstOrDefault();
    }
}

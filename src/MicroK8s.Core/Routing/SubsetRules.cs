using MicroK8s.Conventions;

namespace MicroK8s.Routing;

/// <summary>Which part of a service is the canary, and which is stable.</summary>
internal static class SubsetRules
{
    private static readonly string[] CanaryNames = [ServiceLabels.Canary];
    private static readonly string[] StableNames = [ServiceLabels.Stable, "primary"];

    /// <summary>The canary: by label, by name, or as the other one of two. Null if none can be told.</summary>
    /// <param name="known">The parts of the service.</param>
    /// <param name="routed">The names that its routes use.</param>
    public static string? FindCanary(IReadOnlyList<RouteBackend> known, IReadOnlyList<string> routed) =>
        Recognise(known, routed, ServiceLabels.Canary, CanaryNames)
        ?? OtherOfTwo(routed, Recognise(known, routed, ServiceLabels.Stable, StableNames));

    /// <summary>The stable part, found in the same way. Null if none can be told.</summary>
    public static string? FindStable(IReadOnlyList<RouteBackend> known, IReadOnlyList<string> routed) =>
        Recognise(known, routed, ServiceLabels.Stable, StableNames)
        ?? OtherOfTwo(routed, Recognise(known, routed, ServiceLabels.Canary, CanaryNames));

    /// <summary>The other one of two names. Null if there are not two, or none is the one given.</summary>
    public static string? OtherOfTwo(IReadOnlyList<string> routed, string? one) =>
        routed.Count == 2 && one is not null && routed.Contains(one) ? routed.Single(name => name != one) : null;

    private static string? Recognise(
        IReadOnlyList<RouteBackend> known, IReadOnlyList<string> routed, string track, string[] names)
    {
        string[] labelled = [.. known.Where(backend => backend.Pods?.Track == track).Select(backend => backend.Label)];
        string[] all = [.. routed.Concat(known.Select(backend => backend.Label))];
        return labelled.FirstOrDefault(routed.Contains) ?? labelled.FirstOrDefault()
            ?? all.FirstOrDefault(names.Contains)

            // A Service cannot be called canary beside others; it has the service's name in front.
            ?? all.FirstOrDefault(name => names.Any(end => name.EndsWith($"-{end}", StringComparison.Ordinal)));
    }
}

using MicroK8s.Errors;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Providers;

/// <summary>The faults of requests that a provider cannot lead to a canary by themselves.</summary>
internal static class RequestFaults
{
    /// <summary>The fault of the first of the rules that leads to the canary.</summary>
    /// <param name="rules">What is wanted.</param>
    /// <param name="why">Why it cannot be had, as the end of a sentence.</param>
    /// <param name="advice">What to do instead.</param>
    public static ClusterException NotPossible(RequestRules rules, string why, string advice) =>
        rules.Matches is [var match, ..]
            ? NotPossible(match, why, advice)
            : InvalidInput.Of("MirrorPercent", rules.MirrorPercent, $"is not supported: {why}", advice);

    /// <summary>The fault of a route that mirrors requests to somebody else, or in a way that is not changed here.
    /// </summary>
    public static ClusterException AlreadyMirrors(TrafficRoute route, int percent) => InvalidInput.Of(
        "MirrorPercent", percent,
        $"is not supported: {route.Title}, already mirrors requests to "
        + $"{string.Join(", ", route.Mirrors.Select(mirror => mirror.Destination))}",
        "Remove that mirror first.");

    /// <summary>The fault of one match.</summary>
    public static ClusterException NotPossible(RequestMatch match, string why, string advice) =>
        InvalidInput.Of(match.Parameter, match.Text, $"is not supported: {why}", advice);
}

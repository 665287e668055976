using MicroK8s.Routing;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Traffic;

/// <summary>By which ways the canary is reached, whatever the weight of a route says.</summary>
internal static class CanaryExposure
{
    /// <summary>Whether a header or cookie match beside the route leads to the canary.</summary>
    /// <param name="route">The route.</param>
    /// <param name="all">All routes of its namespace.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's label.</param>
    public static bool HeaderMatches(
        TrafficRoute route, IEnumerable<TrafficRoute> all, ServiceHost service, string canary) =>
        all.Any(other => (other.Target == route.Target || OwnMetadata.IsForAny(other.Object)) && !other.IsSame(route)
            && other.Unreachable is null && other.Match.ByHeaders && other.LeadsTo(service, canary));

    /// <summary>One sentence per other way to the canary.</summary>
    /// <param name="route">The route whose weight is 0.</param>
    /// <param name="all">All routes of the namespace.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's label.</param>
    public static IEnumerable<string> OtherWays(
        TrafficRoute route, IEnumerable<TrafficRoute> all, ServiceHost service, string canary) =>
        all.SelectMany(other => Ways(other, service, canary, hasShare: other.IsSame(route)));

    /// <summary>One sentence per way to the canary that a route is, beside a share of its weights.</summary>
    /// <param name="route">The route.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's label.</param>
    /// <param name="hasShare">Whether the canary's share of the route is taken care of.</param>
    public static IEnumerable<string> Ways(TrafficRoute route, ServiceHost service, string canary, bool hasShare)
    {
        if (route.Unreachable is not null) yield break;
        RouteBackend? target = route.Backends.FirstOrDefault(backend => backend.Is(service, canary));
        string what = target is { Subset: null } ? canary : $"subset {canary}";
        if (!hasShare && target is { Percent: > 0 })
        {
            yield return $"{route.Title}, still leads to {what}{route.Match.Text}.";
        }

        // A Service beside the canary's is not all of its pods.
        if (target is not { Subset: null } && RouteMembers.SplitOf(route).Count == 0 && route.Backends.Any(
            backend => backend is { Subset: null, Percent: > 0 } && backend.Service == service))
        {
            yield return $"{route.Title}, leads to {service.Name} without a subset, so it reaches the pods of "
                + $"{canary} too.";
        }

        if (route.Mirrors.Any(mirror => mirror.Is(service, canary)))
        {
            yield return $"{route.Title}, mirrors requests to {what}.";
        }
    }
}

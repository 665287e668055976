using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic;

/// <summary>By which ways the canary is reached, whatever the weight of a route says.</summary>
internal static class CanaryExposure
{
    /// <summary>Whether a header or cookie match above the route leads to the canary.</summary>
    public static bool HeaderMatches(IstioRoute route, ServiceHost service, string canary) =>
        IstioRoute.Of(route.VirtualService).Take(route.Index)
            .Any(above => above.MatchesHeaders && above.LeadsTo(service, canary));

    /// <summary>One sentence per other way to the canary.</summary>
    /// <param name="route">The route whose weight is 0.</param>
    /// <param name="all">All routes of the namespace.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's subset.</param>
    public static IEnumerable<string> OtherWays(
        IstioRoute route, IEnumerable<IstioRoute> all, ServiceHost service, string canary) =>
        all.SelectMany(other => Ways(
            other, service, canary,
            hasShare: other.Index == route.Index && other.VirtualService.Name == route.VirtualService.Name));

    /// <summary>One sentence per way to the canary that a route is, beside a share of its weights.</summary>
    /// <param name="route">The route.</param>
    /// <param name="service">The service.</param>
    /// <param name="canary">The canary's subset.</param>
    /// <param name="hasShare">Whether the canary's share of the route is taken care of.</param>
    public static IEnumerable<string> Ways(IstioRoute route, ServiceHost service, string canary, bool hasShare)
    {
        if (!hasShare && route.LeadsTo(service, canary))
        {
            yield return $"{route.Title}, still leads to subset {canary}{Why(route)}.";
        }

        if (route.LeadsTo(service, subset: null))
        {
            yield return $"{route.Title}, leads to {service.Name} without a subset, so it reaches the pods of "
                + $"{canary} too.";
        }

        if (route.Mirrors.Any(mirror => IsCanary(mirror, route, service, canary)))
        {
            yield return $"{route.Title}, mirrors requests to subset {canary}.";
        }
    }

    private static string Why(IstioRoute route) => route switch
    {
        { MatchesHeaders: true } => ", by a header or cookie match",
        _ when route.Json.Items("match").Any() => ", by a match",
        _ => "",
    };

    private static bool IsCanary(JsonElement destination, IstioRoute route, ServiceHost service, string canary) =>
        destination.Text("subset") == canary
        && ServiceHost.Parse(destination.Text("host") ?? "", route.Namespace) == service;
}

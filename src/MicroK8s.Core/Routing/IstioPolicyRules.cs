using System.Globalization;
using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>What policies of Istio come to in the proxies, which is not always what they seem to say. Pure.</summary>
internal static class IstioPolicyRules
{
    /// <summary>
    /// The share of pods that may be ejected, in percent, if the rule says nothing or 0: Istio hands on only what is
    /// above 0, and Envoy then takes 10 (istio/istio, pilot/pkg/networking/core, <c>applyOutlierDetection</c>; Envoy,
    /// <c>OutlierDetection.max_ejection_percent</c>).
    /// </summary>
    public const int DefaultEjectionPercent = 10;

    /// <summary>
    /// Why outlier detection never ejects a pod, as a clause. Null if it may. Envoy ejects only while the ejected
    /// share, this pod included, stays within the limit (envoyproxy/envoy#27909, 2023; before, one pod regardless of
    /// it); one pod regardless only with <c>always_eject_one_host</c> (#34796), which DestinationRule has no field for.
    /// </summary>
    /// <param name="outlier">The block <c>outlierDetection</c>.</param>
    /// <param name="pods">How many pods there are. Null if that is not known.</param>
    public static string? NeverEjects(JsonElement outlier, int? pods)
    {
        bool countsLocal = outlier.Flag("splitExternalLocalOriginErrors")
            && outlier.Number("consecutiveLocalOriginFailures") != 0;
        if (outlier.Number("consecutive5xxErrors") == 0 && outlier.Count("consecutiveGatewayErrors") == 0
            && !countsLocal)
        {
            return "consecutive5xxErrors is 0 and consecutiveGatewayErrors is not set, so no error counts";
        }

        int most = EjectionPercentOf(outlier);
        return pods is { } count && count > 0 && most * (long)count < 100
            ? $"maxEjectionPercent {most} of {count} pod{(count == 1 ? "" : "s")} is less than one pod"
            : null;
    }

    /// <summary>
    /// Whether outlier detection may eject every pod, so that all requests fail: nothing limits the share, and the
    /// panic threshold, below which a proxy uses ejected pods again, is 0 as Istio sets it (Istio,
    /// <c>OutlierDetection.minHealthPercent</c>).
    /// </summary>
    /// <param name="outlier">The block <c>outlierDetection</c>.</param>
    public static bool MayEjectAll(JsonElement outlier) =>
        EjectionPercentOf(outlier) >= 100 && outlier.Count("minHealthPercent") == 0
        && NeverEjects(outlier, pods: null) is null;

    /// <summary>
    /// Why retries of a route cannot all be made, as a clause. Null if they can. The timeout of a route covers the
    /// first try and all retries (Istio, <c>HTTPRetry</c>; Envoy, <c>RouteAction.timeout</c>).
    /// </summary>
    /// <param name="timeout">The timeout of the route. Null or 0 for none.</param>
    /// <param name="attempts">Retries after the first try. Null if the route does not say.</param>
    /// <param name="perTry">The time of each try. Null if the route does not say: the whole timeout.</param>
    public static string? RetriesOutlast(TimeSpan? timeout, int? attempts, TimeSpan? perTry)
    {
        if (timeout is not { } all || all <= TimeSpan.Zero || perTry is not { } each || attempts is not { } retries
            || retries <= 0)
        {
            return null;
        }

        if (each >= all)
        {
            return $"each try may take {Text(each)}, and the timeout of {Text(all)} leaves no time for a retry";
        }

        // In doubles, because an object may hold any number.
        double needed = each.TotalSeconds * (retries + 1.0);
        return needed > all.TotalSeconds
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the first try and {retries} retr{(retries == 1 ? "y" : "ies")} of {Text(each)} each may take "
                + $"{needed:0.###}s, "
                + $"but the timeout is {Text(all)}")
            : null;
    }

    /// <summary>The same of a route of a VirtualService.</summary>
    /// <param name="route">The route.</param>
    public static string? RetriesOutlast(JsonElement route) => RetriesOutlast(
        GoDuration.TryParse(route.Text("timeout")), route.Number("retries", "attempts"),
        GoDuration.TryParse(route.Text("retries", "perTryTimeout")));

    private static int EjectionPercentOf(JsonElement outlier) =>
        outlier.Count("maxEjectionPercent") is > 0 and var percent ? percent : DefaultEjectionPercent;

    private static string Text(TimeSpan time) => GoDuration.Text(time);
}

using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Health.Istio;

/// <summary>Whether traffic policies can do what they say. Pure.</summary>
public static class TrafficPolicyRules
{
    private const string Outlier = "outlierDetection";

    /// <summary>The problems of the circuit breakers of a DestinationRule.</summary>
    /// <param name="rule">The DestinationRule.</param>
    /// <param name="podsOf">
    /// How many pods a Service of a namespace has: its name and namespace. Null if that is not known.
    /// </param>
    public static IEnumerable<HealthProblem> JudgeRule(KubeObject rule, Func<ServiceHost, int?> podsOf)
    {
        string written = rule.Json.Text("spec", "host") ?? "";
        ServiceHost host = ServiceHost.Parse(written, rule.Namespace ?? "");
        int? pods = host.Namespace is null ? null : podsOf(host);
        foreach ((JsonElement outlier, string place, string scope, bool isSubset) in Breakers(rule))
        {
            // A subset has some of the pods, and only the labels tell which.
            if (IstioPolicyRules.NeverEjects(outlier, isSubset ? null : pods) is { } why)
            {
                yield return new HealthProblem(
                    IstioCodes.NeverOpens, $"{place} of host {written} ejects no pod: {why}",
                    Advice(rule, host, scope, "-ConsecutiveErrors 5 -MaxEjectionPercent 50"));
            }
            else if (IstioPolicyRules.MayEjectAll(outlier))
            {
                yield return new HealthProblem(
                    IstioCodes.EjectsAll,
                    $"{place} of host {written} may eject every pod: "
                    + "maxEjectionPercent is 100 and minHealthPercent is 0",
                    Advice(rule, host, scope, "-MaxEjectionPercent 50"));
            }
        }
    }

    /// <summary>The problems of the retries of a VirtualService.</summary>
    /// <param name="virtualService">The VirtualService.</param>
    public static IEnumerable<HealthProblem> JudgeRoutes(KubeObject virtualService)
    {
        foreach (IstioRouteJson route in IstioRouteJson.Of(virtualService))
        {
            if (IstioPolicyRules.RetriesOutlast(route.Json) is not { } why) continue;
            string? service = route.Json.Items("route").Select(one => one.Text("destination", "host")).FirstOrDefault();
            yield return new HealthProblem(
                IstioCodes.RetriesOutlast, $"Route {route.Label}: {why}",
                $"Set-TrafficPolicy {service} -Namespace {virtualService.Namespace} -RouteObject {virtualService.Name} "
                + $"-RouteName {route.Label} -RequestTimeout 30s");
        }
    }

    private static IEnumerable<(JsonElement Outlier, string Place, string Scope, bool IsSubset)> Breakers(
        KubeObject rule)
    {
        if (rule.Json.At("spec", "trafficPolicy") is { } policy)
        {
            foreach (var one in OfPolicy(policy, "spec.trafficPolicy", ""))
            {
                yield return (one.Outlier, one.Place, one.Scope, false);
            }
        }

        foreach (JsonElement subset in rule.Json.Items("spec", "subsets"))
        {
            string name = subset.Text("name") ?? "";
            if (subset.At("trafficPolicy") is not { } own) continue;
            foreach (var one in OfPolicy(own, $"subset {name}", $" -Subset {name}"))
            {
                yield return (one.Outlier, one.Place, one.Scope, true);
            }
        }
    }

    private static IEnumerable<(JsonElement Outlier, string Place, string Scope)> OfPolicy(
        JsonElement policy, string place, string scope)
    {
        if (policy.At(Outlier) is { } outlier) yield return (outlier, $"{place}.{Outlier}", scope);
        foreach (JsonElement entry in policy.Items("portLevelSettings"))
        {
            int port = entry.Count("port", "number");
            if (entry.At(Outlier) is not { } own) continue;
            yield return (own, $"{place}.{Outlier} of port {port}", $"{scope} -Port {port}");
        }
    }

    private static string Advice(KubeObject rule, ServiceHost host, string scope, string fields) =>
        $"Set-TrafficPolicy {host.NameIn(rule.Namespace ?? "")} -Namespace {rule.Namespace}{scope} {fields}";
}

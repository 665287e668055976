using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>Reports the policies of a namespace. Pure.</summary>
internal static class PolicyReport
{
    /// <summary>
    /// One record for each service, port and subset that has settings, and for each route that leads there; those of
    /// the named services in any case.
    /// </summary>
    public static IEnumerable<TrafficPolicy> Of(PolicyState state, IEnumerable<string> names)
    {
        HashSet<ServiceHost> named = [.. names.Select(state.Host).Where(service => IsKnown(state, service))];
        IEnumerable<ServiceHost> services = state.Read.Of(ResourceTypes.DestinationRule)
            .Where(rule => rule.Namespace == state.Namespace)
            .Select(rule => rule.Json.Text("spec", "host") ?? "")
            .Where(host => host.Length > 0 && !host.StartsWith('*')).Select(state.Host)
            .Concat(state.Routes.SelectMany(route => route.Backends).Select(backend => backend.Service))
            .Concat(named).Distinct();
        return services.OrderBy(service => service.NameIn(state.Namespace), StringComparer.Ordinal)
            .SelectMany(service => Of(state, service, named.Contains(service)));
    }

    private static bool IsKnown(PolicyState state, ServiceHost service) =>
        state.ServiceOf(service) is not null || state.RulesFor(service).Count > 0
        || state.RoutesTo(service, subset: null).Any();

    private static IEnumerable<TrafficPolicy> Of(PolicyState state, ServiceHost service, bool isNamed)
    {
        JsonObject? merged = state.MergedRule(service);
        foreach (PolicyScope scope in merged is null ? [new PolicyScope(null, null)] : PolicyScope.In(merged))
        {
            JsonObject rule = merged is null ? [] : scope.Effective(merged);
            TrafficRoute?[] routes = scope.Port is null
                ? [.. state.RoutesTo(service, scope.Subset).Where(route => route.Provider is "Istio" or "GatewayApi")]
                : [];
            foreach (TrafficRoute? route in routes.DefaultIfEmpty())
            {
                TrafficPolicy policy = Describe(state, service, scope, rule, route);
                bool isWhole = scope is { Port: null, Subset: null };
                if (policy.Settings.Count > 0 || (isNamed && isWhole)) yield return policy;
            }
        }
    }

    private static TrafficPolicy Describe(
        PolicyState state, ServiceHost service, PolicyScope scope, JsonObject rule, TrafficRoute? route)
    {
        JsonObject ofRoute = route is null
            ? []
            : JsonPointer.Find(route.Object.ToNode(), route.Path) as JsonObject ?? [];
        if (route is { Provider: not "Istio" }) ofRoute = GatewayPolicy.AsRoute(ofRoute);
        KubeObject? holding = state.RuleOf(service, scope.Subset);
        return new TrafficPolicy(service.NameIn(state.Namespace), state.Namespace)
        {
            Port = scope.Port,
            Subset = scope.Subset,
            Provider = route?.Provider
                ?? (state.Read.IsServed(ResourceTypes.DestinationRule) ? IstioRouteReader.Name : "GatewayApi"),
            Rule = holding is null ? null : $"{holding.Namespace}/{holding.Name}",
            RouteObject = route?.Target.Name,
            RouteName = route?.Label,
            LoadBalancer = Word("LoadBalancer"),
            HashOn = HashOf(rule),
            MaxConnections = Number("MaxConnections"),
            ConnectTimeout = Time("ConnectTimeout"),
            MaxPendingRequests = Number("MaxPendingRequests"),
            MaxRequests = Number("MaxRequests"),
            MaxRequestsPerConnection = Number("MaxRequestsPerConnection"),
            MaxRetries = Number("MaxRetries"),
            IdleTimeout = Time("IdleTimeout"),
            ConsecutiveErrors = Number("ConsecutiveErrors"),
            ConsecutiveGatewayErrors = Number("ConsecutiveGatewayErrors"),
            OutlierInterval = Time("OutlierInterval"),
            EjectionTime = Time("EjectionTime"),
            MaxEjectionPercent = Number("MaxEjectionPercent"),
            MinHealthPercent = Number("MinHealthPercent"),
            TlsMode = Word("TlsMode"),
            RequestTimeout = Time("RequestTimeout"),
            RetryAttempts = Number("RetryAttempts"),
            RetryTimeout = Time("RetryTimeout"),
            RetryOn = Find("RetryOn").Text(),
            FaultDelay = Time("FaultDelay"),
            FaultDelayPercent = Percent("FaultDelayPercent"),
            FaultAbort = Number("FaultAbort"),
            FaultAbortPercent = Percent("FaultAbortPercent"),
            Settings = [.. PolicyFields.Describe(rule, ofRoute)],
            Hidden = [.. HiddenRules(state, service, holding, route)],
        };

        JsonNode? Find(string parameter)
        {
            PolicyField field = PolicyFields.Named(parameter);
            return field.Find(field.IsOfRoute ? ofRoute : rule);
        }

        int? Number(string parameter) => Find(parameter).Number();
        TimeSpan? Time(string parameter) => GoDuration.TryParse(Find(parameter).Text());
        string? Word(string parameter) => Find(parameter).Text() is { } word ? PolicyText.Pascal(word) : null;
        double? Percent(string parameter) =>
            double.TryParse(
                Find(parameter).Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double percent)
                ? percent
                : null;
    }

    private static string? HashOf(JsonObject rule)
    {
        if (rule.At("loadBalancer", "consistentHash") is not JsonObject hash) return null;
        if (hash.Text("httpHeaderName") is { } header) return $"header {header}";
        if (hash.Text("httpCookie", "name") is { } cookie) return $"cookie {cookie}";
        if (hash.Text("httpQueryParameterName") is { } query) return $"query parameter {query}";
        return hash["useSourceIp"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True ? "source IP" : null;
    }

    private static IEnumerable<string> HiddenRules(
        PolicyState state, ServiceHost service, KubeObject? holding, TrafficRoute? route)
    {
        if (route?.Unreachable is { } why) yield return $"{route.Title}: {why}";
        string host = service.FullName();
        IEnumerable<KubeObject> others = state.Read.Of(ResourceTypes.DestinationRule).Where(rule =>
            (rule.Name != holding?.Name || rule.Namespace != holding.Namespace)
            && rule.Json.At("spec", "trafficPolicy") is not null
            && ServiceHost.Covers(ServiceHost.FullName(rule.Json.Text("spec", "host") ?? "", rule.Namespace), host));
        foreach (KubeObject other in others) yield return $"DestinationRule {other.Namespace}/{other.Name}";
    }
}

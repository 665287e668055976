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
    private const string Gateway = GatewayRouteReader.Name;

    /// <summary>
    /// One record for each provider, for each service, port and subset that has settings, and for each route that leads
    /// there; those of the named services in any case.
    /// </summary>
    public static IEnumerable<TrafficPolicy> Of(PolicyState state, IEnumerable<string> names)
    {
        HashSet<ServiceHost> named = [.. names.Select(state.Host).Where(service => IsKnown(state, service))];
        IEnumerable<ServiceHost> services = state.Read.Of(ResourceTypes.DestinationRule)
            .Where(rule => rule.Namespace == state.Namespace)
            .Select(rule => rule.Json.Text("spec", "host") ?? "")
            .Where(host => host.Length > 0 && !host.StartsWith('*')).Select(state.Host)
            .Concat(state.Routes.SelectMany(route => route.Backends).Select(backend => backend.Service))
            .Concat(BackendTlsTargets.Services(state)).Concat(named).Distinct();
        return services.OrderBy(service => service.NameIn(state.Namespace), StringComparer.Ordinal)
            .SelectMany(service => Of(state, service, named.Contains(service)));
    }

    private static bool IsKnown(PolicyState state, ServiceHost service) =>
        state.ServiceOf(service) is not null || state.RulesFor(service).Count > 0
        || state.RoutesTo(service, subset: null).Any();

    private static IEnumerable<TrafficPolicy> Of(PolicyState state, ServiceHost service, bool isNamed)
    {
        TrafficPolicy[] ofGateway = [.. OfGateway(state, service)];
        foreach (TrafficPolicy policy in OfIstio(state, service))
        {
            bool isWhole = policy is { Port: null, Subset: null };
            bool isAsked = isNamed && isWhole && (policy.RouteObject is not null || ofGateway.Length == 0);
            if (policy.Settings.Count > 0 || isAsked) yield return policy;
        }

        foreach (TrafficPolicy policy in ofGateway)
        {
            if (policy.Settings.Count > 0 || isNamed) yield return policy;
        }
    }

    /// <summary>What DestinationRules and VirtualServices say, for each scope and route.</summary>
    private static IEnumerable<TrafficPolicy> OfIstio(PolicyState state, ServiceHost service)
    {
        JsonObject? merged = state.MergedRule(service);
        foreach (PolicyScope scope in merged is null ? [new PolicyScope(null, null)] : PolicyScope.In(merged))
        {
            JsonObject rule = merged is null ? [] : scope.Effective(merged);
            IEnumerable<TrafficRoute?> routes = scope.Port is null
                ? state.RoutesTo(service, scope.Subset).Where(route => route.Provider == IstioRouteReader.Name)
                : [];
            foreach (TrafficRoute? route in routes.DefaultIfEmpty())
            {
                string provider = merged is not null || route is not null
                    || state.Read.IsServed(ResourceTypes.DestinationRule) ? IstioRouteReader.Name : Gateway;
                yield return Describe(
                    state, service, scope, rule, route, provider, state.RuleOf(service, scope.Subset));
            }
        }
    }

    /// <summary>What HTTPRoutes and BackendTLSPolicies say: TLS to a Service is the same for all its routes.</summary>
    private static IEnumerable<TrafficPolicy> OfGateway(PolicyState state, ServiceHost service)
    {
        var whole = new PolicyScope(null, null);
        TrafficRoute[] routes = [.. state.RoutesTo(service, whole.Subset).Where(route => route.Provider == Gateway)];
        PolicyScope[] scopes = [.. BackendTlsTargets.ScopesOf(state, service)];
        if (routes.Length > 0 && !scopes.Contains(whole)) scopes = [whole, .. scopes];
        foreach (PolicyScope scope in scopes)
        {
            IReadOnlyList<KubeObject> policies = BackendTlsTargets.For(state, service, scope);
            JsonObject rule = policies is [var holding, ..]
                ? new JsonObject { ["tls"] = BackendTlsFields.AsTls(holding) }
                : [];
            foreach (TrafficRoute? route in scope == whole ? routes.DefaultIfEmpty() : [null])
            {
                TrafficPolicy policy = Describe(state, service, scope, rule, route, Gateway, holding: null);
                yield return policies is not [var first, ..] ? policy : policy with
                {
                    BackendTlsPolicy = $"{first.Namespace}/{first.Name}",
                    Hidden =
                    [
                        .. policy.Hidden,
                        .. policies.Skip(1).Select(other => $"BackendTLSPolicy {other.Namespace}/{other.Name}"),
                    ],
                };
            }
        }
    }

    private static TrafficPolicy Describe(
        PolicyState state, ServiceHost service, PolicyScope scope, JsonObject rule, TrafficRoute? route,
        string provider, KubeObject? holding)
    {
        JsonObject ofRoute = route is null
            ? []
            : JsonPointer.Find(route.Object.ToNode(), route.Path) as JsonObject ?? [];
        if (route is not null && provider == Gateway) ofRoute = GatewayPolicy.AsRoute(ofRoute);
        return new TrafficPolicy(service.NameIn(state.Namespace), state.Namespace)
        {
            Port = scope.Port,
            Subset = scope.Subset,
            Provider = provider,
            Rule = holding is null ? null : $"{holding.Namespace}/{holding.Name}",
            RouteObject = route?.Target.Name,
            RouteName = route?.Label,
            LoadBalancer = Word("LoadBalancer"),
            HashOn = HashOf(rule),
            LocalityFailover = Shown("LocalityFailover"),
            LocalityDistribution = Shown("LocalityDistribution"),
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
            TlsHostname = Find("TlsHostname").Text(),
            TlsCaConfigMap = Find("TlsCaConfigMap").Text(),
            RequestTimeout = Time("RequestTimeout"),
            RetryAttempts = Number("RetryAttempts"),
            RetryTimeout = Time("RetryTimeout"),
            RetryOn = Find("RetryOn").Text(),
            FaultDelay = Time("FaultDelay"),
            FaultDelayPercent = Percent("FaultDelayPercent"),
            FaultAbort = Number("FaultAbort"),
            FaultAbortPercent = Percent("FaultAbortPercent"),
            Settings = [.. PolicyFields.Describe(rule, ofRoute)],
            Hidden = [.. HiddenRules(state, service, provider, holding, route)],
        };

        JsonNode? Find(string parameter)
        {
            PolicyField field = PolicyFields.Named(parameter);
            return field.Find(field.IsOfRoute ? ofRoute : rule);
        }

        int? Number(string parameter) => Find(parameter).Number();
        TimeSpan? Time(string parameter) => GoDuration.TryParse(Find(parameter).Text());
        string? Shown(string parameter) => Find(parameter) is { } value ? PolicyText.Of(value) : null;
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
        PolicyState state, ServiceHost service, string provider, KubeObject? holding, TrafficRoute? route)
    {
        if (route?.Unreachable is { } why) yield return $"{route.Title}: {why}";
        if (provider == Gateway) yield break;
        string host = service.FullName();
        IEnumerable<KubeObject> others = state.Read.Of(ResourceTypes.DestinationRule).Where(rule =>
            (rule.Name != holding?.Name || rule.Namespace != holding.Namespace)
            && rule.Json.At("spec", "trafficPolicy") is not null
            && ServiceHost.Covers(ServiceHost.FullName(rule.Json.Text("spec", "host") ?? "", rule.Namespace), host));
        foreach (KubeObject other in others) yield return $"DestinationRule {other.Namespace}/{other.Name}";
    }
}

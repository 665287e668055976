using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Policies;

/// <summary>Decides what a policy changes. Pure.</summary>
internal static class PolicyPlanner
{
    private const string Istio = IstioRouteReader.Name;
    private const string Gateway = "GatewayApi";

    /// <summary>The changes that set parts of a policy, the rule before the route.</summary>
    /// <exception cref="ClusterException">As <see cref="TrafficPolicies.PlanAsync"/>.</exception>
    public static PolicyPlan Set(PolicyState state, PolicyTarget target, PolicyFragment fragment, int? pods)
    {
        ServiceHost service = RequireService(state, target);
        var warnings = new List<string>(fragment.Notes);
        var writes = new List<ObjectWrite>();
        JsonObject rule = fragment.Rule.DeepClone().AsObject();
        if (rule["tls"] is JsonObject tls && IsTlsOfGateway(state, target))
        {
            writes.AddRange(BackendTlsPolicy.Set(state, target, service, tls, warnings));
            rule.Remove("tls");
        }

        if (rule.Count > 0)
        {
            RequireIstio(state, target, rule);
            BackendTlsFields.RequireNone(rule);
            writes.Add(RulePolicy.Set(state, target, service, rule, pods, warnings));
        }

        if (fragment.Route.Count > 0)
        {
            RequireNoPort(target, fragment);
            writes.Add(ProviderOf(state, target, service) == Istio
                ? RoutePolicy.Set(state, target, service, fragment.Route, warnings)
                : GatewayPolicy.Set(state, target, service, fragment.Route, warnings));
        }

        return Plan($"Set traffic policy of {target.Namespace}/{service.NameIn(target.Namespace)}{target.Scope.Title}",
            writes, warnings);
    }

    /// <summary>The changes that remove parts of a policy.</summary>
    /// <exception cref="ClusterException">As <see cref="TrafficPolicies.PlanRemovalAsync"/>.</exception>
    public static PolicyPlan Remove(
        PolicyState state, PolicyTarget target, IReadOnlyCollection<PolicySetting> settings)
    {
        // What remains of a service that is gone can still be removed.
        ServiceHost service = state.Host(target.Service);
        var warnings = new List<string>();
        var writes = new List<ObjectWrite>();
        PolicySetting[] all = settings.Count > 0 ? [.. settings.Distinct()] : Enum.GetValues<PolicySetting>();
        string[] ofRule = [.. all.Where(one => !PolicyFields.IsOfRoute(one)).Select(PolicyFields.KeyOf)];
        string[] ofRoute = [.. all.Where(PolicyFields.IsOfRoute).Select(PolicyFields.KeyOf)];
        if (ofRule.Length > 0 && target.Provider is null or Istio
            && RulePolicy.Remove(state, target, service, ofRule, warnings) is { } rule)
        {
            writes.Add(rule);
        }

        if (all.Contains(PolicySetting.Tls) && target.Provider is null or Gateway)
        {
            if (settings.Contains(PolicySetting.Tls) && BackendTlsTargets.Denial(state) is { } denial) throw denial;
            writes.AddRange(BackendTlsPolicy.Remove(state, target, service));
        }

        if (ofRoute.Length > 0 && target.Port is null)
        {
            writes.AddRange(RoutePolicy.Remove(state, target, service, ofRoute));
        }

        return Plan(
            $"Remove {(settings.Count > 0 ? string.Join(", ", all) + " of " : "")}traffic policy of "
            + $"{target.Namespace}/{service.NameIn(target.Namespace)}{target.Scope.Title}",
            writes, warnings);
    }

    private static PolicyPlan Plan(string title, IEnumerable<ObjectWrite> writes, List<string> warnings) =>
        new(title, [.. writes.Where(write => write is not ObjectUpdate { IsEmpty: true })], [.. warnings.Distinct()]);

    private static ServiceHost RequireService(PolicyState state, PolicyTarget target)
    {
        ServiceHost service = state.Host(target.Service);
        bool isKnown = service.Namespace != target.Namespace || state.ServiceOf(service) is not null
            || !state.Read.IsWhole(ResourceTypes.Service);
        if (!isKnown)
        {
            throw new ClusterException(
                ClusterFault.ResourceNotFound, $"Service {service.Namespace}/{service.Name} does not exist.",
                target.Service, "Get-MicroService lists the services of the namespace.");
        }

        if (target.Port is not { } port || state.ServiceOf(service) is not { } item) return service;
        int[] ports = [.. item.Json.Items("spec", "ports").Select(one => one.Count("port"))];
        return ports.Contains(port) ? service : throw InvalidInput.Of(
            "Port", $"{port}", $"is no port of Service {service.Namespace}/{service.Name}",
            $"It has {string.Join(", ", ports)}.");
    }

    /// <summary>The provider that applies timeouts, retries and faults: the one that routes the service.</summary>
    private static string ProviderOf(PolicyState state, PolicyTarget target, ServiceHost service)
    {
        string[] leading = [.. state.RoutesTo(service, subset: null).Select(route => route.Provider).Distinct()];
        string provider = target.Provider
            ?? (leading.Contains(Istio) || leading.Length == 0 ? Istio : leading[0]);
        if (provider is not (Istio or Gateway))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"{provider} routes {service.Name}, and an Ingress has no timeout, retries or faults of its own.",
                service.Name,
                "Set annotations of the Ingress, such as nginx.ingress.kubernetes.io/proxy-read-timeout, with "
                + "Publish-MicroService; a mesh or the Gateway API can do it here.");
        }

        RequireServed(state, provider == Istio ? ResourceTypes.VirtualService : ResourceTypes.HttpRoute, provider);
        return provider;
    }

    /// <summary>Whether TLS stands in a BackendTLSPolicy: Istio, where there is one, has more of it.</summary>
    private static bool IsTlsOfGateway(PolicyState state, PolicyTarget target) => target.Provider == Gateway
        || (target.Provider is null && !state.Read.IsServed(ResourceTypes.DestinationRule)
            && BackendTlsTargets.TypeIn(state.Read) is not null);

    private static void RequireIstio(PolicyState state, PolicyTarget target, JsonObject rule)
    {
        if (target.Provider is null or Istio && state.Read.IsServed(ResourceTypes.DestinationRule)) return;
        string settings = string.Join(", ", Enum.GetValues<PolicySetting>()
            .Where(one => !PolicyFields.IsOfRoute(one) && rule.ContainsKey(PolicyFields.KeyOf(one))));
        throw new ClusterException(
            target.Provider is null ? ClusterFault.KindNotSupported : ClusterFault.InvalidSpec,
            $"{settings} of {target.Service} cannot be set {(target.Provider is null
                ? "without Istio, which this cluster does not have" : $"with {target.Provider}")}.", target.Service,
            "Istio can do it (DestinationRule). The Gateway API has RequestTimeout, RetryAttempts, RetryTimeout and "
            + "TLS to backends (TlsMode Simple) only.");
    }

    private static void RequireNoPort(PolicyTarget target, PolicyFragment fragment)
    {
        if (target.Port is not { } port) return;
        PolicySetting[] ofRoute = [.. fragment.Settings.Where(PolicyFields.IsOfRoute)];
        throw InvalidInput.Of(
            "Port", $"{port}", $"does not apply to {string.Join(", ", ofRoute)}, which hold for a route",
            "Set them by a command without -Port.");
    }

    private static void RequireServed(PolicyState state, ResourceType type, string provider)
    {
        if (state.Denials.TryGetValue(type, out ClusterException? denial)) throw denial;
        if (state.Read.IsServed(type)) return;
        throw new ClusterException(
            ClusterFault.KindNotSupported,
            $"The cluster has no {type.Kind} ({type.ApiVersion}): {provider} is not installed.", type.ToString(),
            $"Install {provider}, whose installer brings the definitions, or choose another provider.");
    }
}

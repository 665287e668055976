using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Traffic.Policies;

/// <summary>Which BackendTLSPolicy of the Gateway API holds for a Service or one of its ports. Pure.</summary>
internal static class BackendTlsTargets
{
    /// <summary>The version to write: the newest that the server has. Null if it has none.</summary>
    public static ResourceType? TypeIn(RoutingObjects read) =>
        read.IsServed(ResourceTypes.BackendTlsPolicy) ? ResourceTypes.BackendTlsPolicy
        : read.IsServed(ResourceTypes.BackendTlsPolicyAlpha) ? ResourceTypes.BackendTlsPolicyAlpha
        : null;

    /// <summary>All of them; the versions serve the same objects.</summary>
    public static IEnumerable<KubeObject> All(RoutingObjects read) =>
        read.Of(ResourceTypes.BackendTlsPolicy).Concat(read.Of(ResourceTypes.BackendTlsPolicyAlpha))
            .DistinctBy(policy => (policy.Namespace, policy.Name));

    /// <summary>
    /// Those for a Service, or for one of its ports, and for nothing wider or narrower; the one that holds first: the
    /// oldest, and of the same age the first by name (Gateway API, <c>BackendTLSPolicySpec.targetRefs</c>).
    /// </summary>
    /// <param name="state">What was read.</param>
    /// <param name="service">The Service, in whose namespace the policies are.</param>
    /// <param name="section">The name of the port. Null for the whole Service.</param>
    public static IReadOnlyList<KubeObject> For(PolicyState state, ServiceHost service, string? section) =>
    [
        .. All(state.Read).Where(policy => policy.Namespace == service.Namespace
                && Targets(policy).Any(target => IsFor(target, service.Name, section)))
            .OrderBy(policy => policy.Created).ThenBy(policy => policy.Name, StringComparer.Ordinal),
    ];

    /// <summary>Those for a scope; none for a subset.</summary>
    public static IReadOnlyList<KubeObject> For(PolicyState state, ServiceHost service, PolicyScope scope)
    {
        if (scope.Subset is not null) return [];
        if (scope.Port is not { } port) return For(state, service, section: null);
        return SectionOf(state, service, port) is { } name ? For(state, service, name) : [];
    }

    /// <summary>The Services of a namespace that one is for.</summary>
    public static IEnumerable<ServiceHost> Services(PolicyState state) => All(state.Read)
        .Where(policy => policy.Namespace == state.Namespace).SelectMany(Targets).Where(IsService)
        .Select(target => new ServiceHost(target.Text("name") ?? "", state.Namespace)).Distinct();

    /// <summary>The scopes of a Service that one is for, the whole Service first.</summary>
    public static IEnumerable<PolicyScope> ScopesOf(PolicyState state, ServiceHost service)
    {
        if (For(state, service, section: null).Count > 0) yield return new PolicyScope(null, null);
        foreach (JsonElement port in state.ServiceOf(service)?.Json.Items("spec", "ports") ?? [])
        {
            if (port.Text("name") is { Length: > 0 } name && For(state, service, name).Count > 0)
            {
                yield return new PolicyScope(port.Count("port"), null);
            }
        }
    }

    /// <summary>The name of a port. Null if there is none: a policy can then be for the whole Service only.</summary>
    public static string? SectionOf(PolicyState state, ServiceHost service, int port) =>
        state.ServiceOf(service)?.Json.Items("spec", "ports").Where(one => one.Count("port") == port)
            .Select(one => one.Text("name")).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    /// <summary>What a policy is for.</summary>
    public static IEnumerable<JsonElement> Targets(KubeObject policy) => policy.Json.Items("spec", "targetRefs");

    /// <summary>Whether a target of a policy is a Service, or one of its ports.</summary>
    public static bool IsFor(JsonElement target, string service, string? section) =>
        IsService(target) && target.Text("name") == service
        && (target.Text("sectionName") is { Length: > 0 } own ? own : null) == section;

    /// <summary>The address of a policy, in the version in which it was read.</summary>
    public static ResourceRef RefOf(KubeObject policy) => new(
        policy.ApiVersion == ResourceTypes.BackendTlsPolicyAlpha.ApiVersion
            ? ResourceTypes.BackendTlsPolicyAlpha
            : ResourceTypes.BackendTlsPolicy,
        policy.Namespace, policy.Name);

    /// <summary>The fault of a user who may not read them. Null if they could be read.</summary>
    public static ClusterException? Denial(PolicyState state) =>
        state.Denials.GetValueOrDefault(ResourceTypes.BackendTlsPolicy)
        ?? state.Denials.GetValueOrDefault(ResourceTypes.BackendTlsPolicyAlpha);

    private static bool IsService(JsonElement target) =>
        target.Text("kind") == ResourceTypes.Service.Kind && target.Text("group") is null or "";
}

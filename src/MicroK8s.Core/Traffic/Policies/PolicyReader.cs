using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic.Policies;

/// <summary>Reads what decides about the policies of a namespace.</summary>
internal static class PolicyReader
{
    /// <summary>The rules and routes of every provider, of all namespaces where that is allowed.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">Unreachable; AccessDenied: no rule of the namespace may be read.</exception>
    public static async Task<PolicyState> ReadAsync(
        IClusterSession session, string namespaceName, CancellationToken cancellationToken)
    {
        ResourceType[] types =
        [
            .. RoutingLists.Newest(RouteReaders.Reads.Prepend(ResourceTypes.Service)),
            ResourceTypes.BackendTlsPolicy, ResourceTypes.BackendTlsPolicyAlpha,
        ];
        RoutingList[] lists = await Task.WhenAll(types.Select(type => RoutingLists.TryReadAsync(
            session.Resources, type, namespaceName, cancellationToken))).ConfigureAwait(false);
        Dictionary<ResourceType, RoutingList> read =
            types.Zip(lists).ToDictionary(pair => pair.First, pair => pair.Second);
        return new PolicyState(
            namespaceName,
            new RoutingObjects(
                type => read.GetValueOrDefault(type)?.Items ?? [],
                type => read.GetValueOrDefault(type)?.Reach ?? ListReach.Nothing))
        {
            Denials = read.Where(pair => pair.Value.Denial is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value.Denial!),
        };
    }

    /// <summary>
    /// What is wrong with a ConfigMap that a Gateway checks certificates by, as a sentence. Null if nothing is, or it
    /// may not be read. Requests through the Gateway fail without it (Gateway API, <c>caCertificateRefs</c>).
    /// </summary>
    public static async Task<string?> CheckCaAsync(
        IClusterSession session, ServiceHost service, string name, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.ConfigMap, service.Namespace, name);
        try
        {
            KubeObject? map = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
            if (map is null) return $"{target} does not exist: requests fail until it has a key ca.crt.";
            return map.Json.Text("data", "ca.crt") is null
                ? $"{target} has no key ca.crt: requests fail until it has one."
                : null;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }

    /// <summary>How many pods of a service are ready. Null if that may not be known, or it selects none.</summary>
    public static async Task<int?> CountPodsAsync(
        IClusterSession session, PolicyState state, ServiceHost service, CancellationToken cancellationToken)
    {
        if (service.Namespace is not { } space || state.Read.SelectorOf(service) is not { } selector) return null;
        try
        {
            var query = new ResourceQuery(ResourceTypes.Pod, space) { LabelSelector = LabelSelectors.Text(selector) };
            IReadOnlyList<KubeObject> pods =
                await session.Resources.ReadAllAsync(query, cancellationToken).ConfigureAwait(false);
            return pods.Count(WorkloadPods.IsReady);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }
    }
}

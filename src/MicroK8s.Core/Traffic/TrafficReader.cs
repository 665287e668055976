using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Reads what decides about traffic.</summary>
internal static class TrafficReader
{
    /// <summary>All objects of an Istio kind.</summary>
    /// <exception cref="ClusterException">KindNotSupported: Istio is not installed.</exception>
    public static async Task<IReadOnlyList<KubeObject>> ListAsync(
        IClusterSession session, ResourceType type, string namespaceName, CancellationToken cancellationToken)
    {
        var items = new List<KubeObject>();
        IAsyncEnumerable<KubeObject> stream = StreamAsync(session, type, namespaceName, cancellationToken);
        await foreach (KubeObject item in stream.ConfigureAwait(false)) items.Add(item);

        return items;
    }

    /// <summary>All objects of an Istio kind, as their pages arrive.</summary>
    /// <exception cref="ClusterException">KindNotSupported: Istio is not installed.</exception>
    public static async IAsyncEnumerable<KubeObject> StreamAsync(
        IClusterSession session, ResourceType type, string namespaceName,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new ResourceQuery(type, namespaceName);
        IAsyncEnumerator<KubeObject> items = session.Resources.ListAsync(query, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await NextAsync(items, type, session).ConfigureAwait(false)) yield return items.Current;
        }
    }

    /// <summary>What decides about one service.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">The namespace of the traffic rules.</param>
    /// <param name="service">The service, as a host.</param>
    /// <param name="withPods">Whether the ready pods are needed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<TrafficSnapshot> ReadAsync(
        IClusterSession session, string namespaceName, string service, bool withPods,
        CancellationToken cancellationToken)
    {
        var host = ServiceHost.Parse(service, namespaceName);
        IReadOnlyList<KubeObject>[] read = await Task.WhenAll(
            ListAsync(session, ResourceTypes.VirtualService, namespaceName, cancellationToken),
            ListAsync(session, ResourceTypes.DestinationRule, namespaceName, cancellationToken)).ConfigureAwait(false);
        var state = new TrafficSnapshot(host, namespaceName, [.. read[0].SelectMany(IstioRoute.Of)], read[1]);
        return withPods && state.ServiceRoutes.Count > 0
            ? state with { ReadyPods = await ReadyPodsAsync(session, host, cancellationToken).ConfigureAwait(false) }
            : state;
    }

    private static async Task<IReadOnlyList<KubeObject>?> ReadyPodsAsync(
        IClusterSession session, ServiceHost host, CancellationToken cancellationToken)
    {
        if (host.Namespace is null) return null;
        var target = new ResourceRef(ResourceTypes.Service, host.Namespace, host.Name);
        KubeObject? service = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string>? selector = service?.Json.Map("spec", "selector");
        if (selector is null || selector.Count == 0) return null;

        var query = new ResourceQuery(ResourceTypes.Pod, host.Namespace)
        {
            LabelSelector = LabelSelectors.Text(selector),
        };
        var pods = new List<KubeObject>();
        await foreach (KubeObject pod in session.Resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (WorkloadPods.IsReady(pod)) pods.Add(pod);
        }

        return pods;
    }

    private static async Task<bool> NextAsync(
        IAsyncEnumerator<KubeObject> items, ResourceType type, IClusterSession session)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.KindNotSupported)
        {
            throw new ClusterException(
                ClusterFault.KindNotSupported,
                $"The cluster of context '{session.Context.Name}' has no {type.Kind} ({type.ApiVersion}): "
                + "Istio is not installed.", type.ToString(),
                "Install Istio, whose installer brings the definitions, or choose another cluster.", exception);
        }
    }
}

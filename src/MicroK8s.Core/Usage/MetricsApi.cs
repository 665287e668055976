using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Usage;

/// <summary>Reads <c>metrics.k8s.io</c>, in whichever version the server has.</summary>
public static class MetricsApi
{
    private const string Remedy =
        "Install metrics-server (on Canonical's MicroK8s the add-on metrics-server), or ask the kubelets themselves: "
        + "-FromKubelet.";

    /// <summary>What nodes use, by name.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">MetricsUnavailable, AccessDenied, NotAuthenticated.</exception>
    public static async Task<IReadOnlyDictionary<string, MeasuredUse>> ReadNodesAsync(
        IClusterSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> items = await ReadAsync(
            session, ResourceTypes.NodeMetrics, ResourceTypes.NodeMetricsBeta, null, cancellationToken)
            .ConfigureAwait(false);
        return items.GroupBy(item => item.Name).ToDictionary(
            group => group.Key,
            group => new MeasuredUse(
                ResourceSums.Read(group.First().Json.At("usage")), TimeOf(group.First()), WindowOf(group.First())),
            StringComparer.Ordinal);
    }

    /// <summary>The same, where a cluster that does not tell is no fault.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What nodes use, and why nobody knows it; null if it is known.</returns>
    public static async Task<(IReadOnlyDictionary<string, MeasuredUse> Used, ClusterException? Unknown)>
        ReadNodesIfServedAsync(IClusterSession session, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadNodesAsync(session, cancellationToken).ConfigureAwait(false), null);
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.MetricsUnavailable or ClusterFault.AccessDenied)
        {
            return (new Dictionary<string, MeasuredUse>(), exception);
        }
    }

    /// <summary>What pods use, by namespace and name.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="namespaceName">Their namespace. Null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">MetricsUnavailable, AccessDenied, NotAuthenticated.</exception>
    public static async Task<IReadOnlyDictionary<(string Namespace, string Pod), MeasuredUse>> ReadPodsAsync(
        IClusterSession session, string? namespaceName, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> items = await ReadAsync(
            session, ResourceTypes.PodMetrics, ResourceTypes.PodMetricsBeta, namespaceName, cancellationToken)
            .ConfigureAwait(false);
        return items.GroupBy(item => (item.Namespace ?? "", item.Name))
            .ToDictionary(group => group.Key, group => OfPod(group.First()));
    }

    private static MeasuredUse OfPod(KubeObject item)
    {
        var containers = new Dictionary<string, ResourceSums>(StringComparer.Ordinal);
        ResourceSums sum = ResourceSums.None;
        foreach (JsonElement container in item.Json.Items("containers"))
        {
            ResourceSums use = ResourceSums.Read(container.At("usage"));
            containers[container.Text("name") ?? ""] = use;
            sum = sum.Plus(use);
        }

        return new MeasuredUse(sum, TimeOf(item), WindowOf(item)) { Containers = containers };
    }

    private static DateTimeOffset? TimeOf(KubeObject item) => item.Json.Time("timestamp");

    private static TimeSpan? WindowOf(KubeObject item) => GoDuration.TryParse(item.Json.Text("window"));

    private static async Task<IReadOnlyList<KubeObject>> ReadAsync(
        IClusterSession session, ResourceType type, ResourceType beta, string? namespaceName,
        CancellationToken cancellationToken)
    {
        try
        {
            ResourceType? served =
                await session.ServesAsync(type, cancellationToken).ConfigureAwait(false) ? type
                : await session.ServesAsync(beta, cancellationToken).ConfigureAwait(false) ? beta
                : null;
            if (served is not null)
            {
                return await session.Resources
                    .ReadAllAsync(new ResourceQuery(served, namespaceName), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ClusterException exception)
            when (exception.Fault is ClusterFault.Unreachable or ClusterFault.KindNotSupported
                && exception.InnerException is not null)
        {
            // It answered itself, in place of what it passes the request on to; silence has no cause inside.
            throw new ClusterException(
                ClusterFault.MetricsUnavailable, $"The metrics API is registered, but does not answer: "
                + exception.Message, type.Group, Remedy, exception);
        }

        throw new ClusterException(
            ClusterFault.MetricsUnavailable, "The cluster does not serve the metrics API (metrics.k8s.io).",
            type.Group, Remedy);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Health.Reports;

/// <summary>Reads what a report shows of the nodes: what <c>Get-NodeStatus</c> shows.</summary>
public static class NodeReading
{
    /// <summary>
    /// Reads nodes, what their pods reserve and, if the server has metrics, what is used: those that are not ready
    /// first.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ClusterException">AccessDenied, Unreachable, NotAuthenticated.</exception>
    public static async Task<IReadOnlyList<ReportNode>> ReadAsync(
        IClusterSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> nodes = await session.Resources
            .ReadAllAsync(new ResourceQuery(ResourceTypes.Node, null), cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, NodeLoad> loads = await NodePods
            .ReadLoadsAsync(session.Resources, null, cancellationToken).ConfigureAwait(false);
        (IReadOnlyDictionary<string, MeasuredUse> used, _) = await MetricsApi
            .ReadNodesIfServedAsync(session, cancellationToken).ConfigureAwait(false);
        return
        [
            .. nodes.Select(node => Describe(
                    node, loads.GetValueOrDefault(node.Name) ?? NodeLoad.None,
                    used.GetValueOrDefault(node.Name)?.Use))
                .OrderBy(node => node.IsReady).ThenBy(node => node.Name, StringComparer.Ordinal),
        ];
    }

    private static ReportNode Describe(KubeObject node, NodeLoad load, ResourceSums? used)
    {
        ResourceSums allocatable = ResourceSums.Read(node.Json.At("status", "allocatable"));
        return new ReportNode(
            node.Name, NodeConditions.IsReady(node), (double)allocatable.Cpu, (double)load.Requests.Cpu,
            (double?)used?.Cpu, allocatable.Memory, load.Requests.Memory, used?.Memory, load.Pods,
            (int)allocatable.Of("pods"));
    }
}

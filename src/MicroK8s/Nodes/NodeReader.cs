using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Commands.Nodes;

/// <summary>Reads nodes with what they carry and use.</summary>
internal static class NodeReader
{
    /// <summary>The record of one node.</summary>
    public static async Task<NodeStatus> DescribeAsync(
        IClusterSession session, KubeObject node, string? kubeConfig, CancellationToken cancellationToken)
    {
        Task<IReadOnlyDictionary<string, NodeLoad>> loads =
            NodePods.ReadLoadsAsync(session.Resources, node.Name, cancellationToken);
        var (used, _) = await MetricsApi.ReadNodesIfServedAsync(session, cancellationToken);
        return NodeStatusRules.Describe(
            node, (await loads).GetValueOrDefault(node.Name) ?? NodeLoad.None, used.GetValueOrDefault(node.Name)?.Use,
            session.Context.Name, kubeConfig, TimeProvider.System.GetUtcNow());
    }
}

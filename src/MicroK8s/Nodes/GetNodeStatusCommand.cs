using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsCommon.Get, "NodeStatus")]
[OutputType(typeof(NodeStatus))]
public sealed class GetNodeStatusCommand : NodeQueryCmdlet
{
    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        IReadOnlyList<KubeObject> nodes = await SelectAsync(session);
        if (nodes.Count == 0) return;

        // All pods are one list, whatever the number of nodes.
        Task<IReadOnlyDictionary<string, NodeLoad>> reading = NodePods.ReadLoadsAsync(
            session.Resources, nodes.Count == 1 ? nodes[0].Name : null, StopToken);
        var (used, unknown) = await MetricsApi.ReadNodesIfServedAsync(session, StopToken);
        if (unknown is not null) WriteVerbose($"Use is unknown: {unknown.Message}");
        IReadOnlyDictionary<string, NodeLoad> loads = await reading;
        foreach (KubeObject node in nodes)
        {
            WriteObject(NodeStatusRules.Describe(
                node, loads.GetValueOrDefault(node.Name) ?? NodeLoad.None, used.GetValueOrDefault(node.Name)?.Use,
                session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow()));
        }
    }
}

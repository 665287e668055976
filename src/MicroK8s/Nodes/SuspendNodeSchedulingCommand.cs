using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsLifecycle.Suspend, "NodeScheduling", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NodeStatus))]
public sealed class SuspendNodeSchedulingCommand : NodeCmdlet
{
    private protected override Task<KubeObject?> ChangeAsync(IClusterSession session, KubeObject node) =>
        UpdateNodeAsync(
            session, NodeScheduling.Plan(node, suspended: true),
            $"Cordon node {node.Name}: no new pods are placed there; those that run stay",
            $"Node {node.Name} is cordoned already", []);
}

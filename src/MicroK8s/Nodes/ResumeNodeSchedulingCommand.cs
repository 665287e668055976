using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsLifecycle.Resume, "NodeScheduling", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NodeStatus))]
public sealed class ResumeNodeSchedulingCommand : NodeCmdlet
{
    private protected override Task<KubeObject?> ChangeAsync(IClusterSession session, KubeObject node) =>
        UpdateNodeAsync(
            session, NodeScheduling.Plan(node, suspended: false),
            $"Uncordon node {node.Name}: new pods are placed there again",
            $"Node {node.Name} is not cordoned", []);
}

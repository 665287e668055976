using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsCommon.Remove, "NodeTaint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NodeStatus))]
public sealed class RemoveNodeTaintCommand : NodeCmdlet
{
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(TaintCompleter))]
    public string Key { get; set; } = "";

    [Parameter]
    [ExactType(typeof(TaintEffect?))]
    public TaintEffect? Effect { get; set; }

    private protected override Task BeginAsync()
    {
        TaintRules.Check(new NodeTaint(Key, "", ""), nameof(Key));
        return Task.CompletedTask;
    }

    private protected override Task<KubeObject?> ChangeAsync(IClusterSession session, KubeObject node)
    {
        IReadOnlyList<NodeTaint> found = TaintRules.Find(node, Key, Effect);
        string what = Effect is null ? Key : $"{Key}:{Effect}";
        return UpdateNodeAsync(
            session, TaintRules.Remove(node, Key, Effect),
            $"Remove from node {node.Name} the {(found.Count == 1 ? "taint" : "taints")} {string.Join(", ", found)}",
            $"Node {node.Name} has no taint {what}",
            found.Count == 0 ? [] : TaintRules.Notes(node, [Key], removes: true));
    }
}

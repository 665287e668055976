using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(
    VerbsCommon.Set, "NodeTaint", DefaultParameterSetName = ByText, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NodeStatus))]
public sealed class SetNodeTaintCommand : NodeCmdlet
{
    private const string ByText = "Taint";
    private const string ByKey = "Key";

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByText)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string[]))]
    public string[] Taint { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByKey)]
    [ValidateNotNullOrEmpty]
    [ExactType(typeof(string))]
    [ArgumentCompleter(typeof(TaintCompleter))]
    public string Key { get; set; } = "";

    [Parameter(ParameterSetName = ByKey)]
    [ExactType(typeof(string))]
    public string? Value { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ByKey)]
    [ExactType(typeof(TaintEffect))]
    public TaintEffect Effect { get; set; }

    private NodeTaint[] _taints = [];

    // What is wrong with a taint is wrong for every node.
    private protected override Task BeginAsync()
    {
        _taints = ParameterSetName == ByKey
            ? [TaintRules.Check(new NodeTaint(Key, Value ?? "", $"{Effect}"), nameof(Key))]
            : [.. Taint.Select(TaintRules.Parse)];
        TaintRules.CheckDistinct(_taints);
        return Task.CompletedTask;
    }

    private protected override async Task<KubeObject?> ChangeAsync(IClusterSession session, KubeObject node)
    {
        string names = string.Join(", ", _taints.Select(taint => $"{taint}"));
        List<string> warnings =
        [
            .. TaintRules.Notes(node, _taints.Select(taint => taint.Key), removes: false),
            .. await LossesAsync(session, node),
        ];
        return await UpdateNodeAsync(
            session, TaintRules.Set(node, _taints), $"Taint node {node.Name} with {names}",
            $"Node {node.Name} has {names} already", warnings);
    }

    /// <summary>Which pods would be evicted; shown before the question.</summary>
    private async Task<IReadOnlyList<string>> LossesAsync(IClusterSession session, KubeObject node)
    {
        NodeTaint[] news = [.. _taints.Where(taint => !NodeTaint.Of(node).Contains(taint))];
        if (!news.Any(taint => taint.Effect == nameof(TaintEffect.NoExecute))) return [];
        try
        {
            IReadOnlyList<KubeObject> pods =
                await session.Resources.ReadAllAsync(NodePods.QueryOf(node.Name), StopToken);
            IReadOnlyList<string> evictions = TolerationRules.Evictions(pods, news);
            return evictions.Count == 0
                ? []
                : [$"NoExecute on node {node.Name} ends pods without regard to their disruption budgets: "
                    + $"{string.Join("; ", evictions)}."];
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return [$"Which pods NoExecute would evict is not known: {exception.Message}"];
        }
    }
}

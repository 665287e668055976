using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Nodes;
using MicroK8s.Resources;
using MicroK8s.Usage;

namespace MicroK8s.Commands.Nodes;

[Cmdlet(VerbsCommon.Get, "NodeUsage")]
[OutputType(typeof(NodeUsage))]
public sealed class GetNodeUsageCommand : NodeQueryCmdlet
{
    /// <summary>A metrics server asks the kubelets every 15 seconds; more often gives the same figures.</summary>
    internal static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(15);

    [Parameter]
    public SwitchParameter FromKubelet { get; set; }

    [Parameter]
    public SwitchParameter Watch { get; set; }

    [Parameter]
    [Duration(Shortest = 1, Longest = 3600)]
    [ArgumentCompleter(typeof(CustomaryCompleter))]
    public TimeSpan Interval { get; set; } = UsualInterval;

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        IReadOnlyList<KubeObject> nodes = await SelectAsync(session);
        if (nodes.Count == 0) return;
        if (Watch) LiftDeadline();
        while (true)
        {
            await EmitAsync(session, nodes);
            if (!Watch) return;
            await Task.Delay(Interval, StopToken);
        }
    }

    private async Task EmitAsync(IClusterSession session, IReadOnlyList<KubeObject> nodes)
    {
        Task<IReadOnlyDictionary<string, NodeLoad>> reading = NodePods.ReadLoadsAsync(
            session.Resources, nodes.Count == 1 ? nodes[0].Name : null, StopToken);
        IReadOnlyDictionary<string, MeasuredUse> used = FromKubelet
            ? OfNodes(await KubeletReader.ReadAsync(session, nodes.Select(node => node.Name), Report, StopToken))
            : await MetricsApi.ReadNodesAsync(session, StopToken);
        IReadOnlyDictionary<string, NodeLoad> loads = await reading;
        foreach (KubeObject node in nodes)
        {
            WriteObject(UsageRules.Describe(
                node, loads.GetValueOrDefault(node.Name) ?? NodeLoad.None, used.GetValueOrDefault(node.Name),
                FromKubelet ? UsageSource.Kubelet : UsageSource.MetricsApi, session.Context.Name, KubeConfigInUse()));
        }
    }

    private static Dictionary<string, MeasuredUse> OfNodes(IReadOnlyDictionary<string, KubeletSummary> summaries) =>
        summaries.Where(pair => pair.Value.Node is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Node!, StringComparer.Ordinal);
}

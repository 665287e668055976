using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsCommon.Get, "RolloutHistory")]
[OutputType(typeof(RolloutRevision))]
public sealed class GetRolloutHistoryCommand : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Names]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ExactType(typeof(WorkloadKind?))]
    public WorkloadKind? Kind { get; set; }

    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [ExactType(typeof(long[]))]
    [ArgumentCompleter(typeof(AnyRevisionCompleter))]
    public long[] Revision { get; set; } = [];

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => WriteHistoryAsync(session, name));
    }

    private async Task WriteHistoryAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name, Kind);
        IReadOnlyList<RolloutRevision> history = await RevisionReport.ReadAsync(
            session, workload, KubeConfigInUse(), TimeProvider.System.GetUtcNow(), StopToken);
        foreach (RolloutRevision one in history)
        {
            if (Revision.Length == 0 || Revision.Contains(one.Revision)) WriteObject(one);
        }

        foreach (long missing in Revision.Except(history.Select(one => one.Revision)))
        {
            Report(RevisionReport.NotFound(workload, history, missing));
        }
    }
}

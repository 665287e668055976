using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsCommon.Get, "RolloutHistory")]
[OutputType(typeof(RolloutRevision))]
public sealed class GetRolloutHistoryCommand : WorkloadCmdlet
{
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [ExactType(typeof(long[]))]
    [ArgumentCompleter(typeof(AnyRevisionCompleter))]
    public long[] Revision { get; set; } = [];

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
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

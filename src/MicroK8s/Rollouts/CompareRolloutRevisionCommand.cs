using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Revisions;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsData.Compare, "RolloutRevision")]
[OutputType(typeof(RevisionDifference))]
public sealed class CompareRolloutRevisionCommand : WorkloadCmdlet
{
    [Parameter(Position = 1)]
    [ValidateRange(1, long.MaxValue)]
    [ExactType(typeof(long?))]
    [ArgumentCompleter(typeof(AnyRevisionCompleter))]
    public long? FromRevision { get; set; }

    [Parameter(Position = 2)]
    [ValidateRange(1, long.MaxValue)]
    [ExactType(typeof(long?))]
    [ArgumentCompleter(typeof(AnyRevisionCompleter))]
    public long? ToRevision { get; set; }

    [Parameter]
    public SwitchParameter ShowValue { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        var comparison = new RevisionComparison(FromRevision, ToRevision, ShowValue);
        IReadOnlyList<RevisionDifference> differences =
            await comparison.ReadAsync(session, workload, KubeConfigInUse(), StopToken);
        if (differences.Count == 0) WriteVerbose($"The two revisions of {workload} are the same.");
        foreach (RevisionDifference difference in differences) WriteObject(difference);
    }
}

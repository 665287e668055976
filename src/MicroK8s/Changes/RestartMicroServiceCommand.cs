using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Changes;

[Cmdlet(VerbsLifecycle.Restart, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class RestartMicroServiceCommand : RolloutCmdlet
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
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => RestartAsync(session, name));
    }

    private async Task RestartAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name, Kind);
        ObjectUpdate update = RestartPlanner.Plan(
            workload, TimeProvider.System.GetUtcNow(), PipelineRun);
        if (RestartPlanner.Caveat(workload) is { } caveat) WriteWarning(caveat);
        var step = new UpdateStep(
            $"Restart all pods of {workload}, by its update strategy",
            $"{workload} was restarted within this second already");
        KubeObject? done = await step.RunAsync(this, session.Resources, update, StopToken);
        if (done is not null && Wait)
        {
            using CancellationTokenRegistration note =
                WarnOnStop($"Stopped waiting; the rollout of {workload} continues.");
            done = await WaitForRolloutAsync(session, done);
        }

        if (done is not null && PassThru) WriteObject(Describe(session, done));
    }
}

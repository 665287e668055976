using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Changes;

[Cmdlet(VerbsLifecycle.Suspend, "Rollout", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class SuspendRolloutCommand : NamespacedCmdlet
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
        await ForEachAsync(Name, name => SuspendAsync(session, name));
    }

    private async Task SuspendAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name, Kind);
        var step = new UpdateStep(
            $"Suspend the rollout of {workload}", $"The rollout of {workload} is suspended already");
        KubeObject? done = await step.RunAsync(
            this, session.Resources, PauseRules.Plan(workload, paused: true), StopToken);
        if (done is null || !PassThru) return;
        WriteObject(MicroServiceRules.Describe(
            done, session.Context.Name, KubeConfigInUse(), TimeProvider.System.GetUtcNow()));
    }
}

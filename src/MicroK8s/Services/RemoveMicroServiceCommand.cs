using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Services;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Remove, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveMicroServiceCommand : RolloutCmdlet
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
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => RemoveAsync(session, name));
    }

    private async Task RemoveAsync(IClusterSession session, string name)
    {
        ServiceRemovalPlan plan = await ServiceRemovalPlanner.PlanAsync(
            session, name, ResolveNamespace(session), Kind, Force, StopToken);
        foreach (string note in plan.Notes) WriteWarning(note);
        await ServiceRemoval.CheckAsync(session.Resources, plan, StopToken);
        if (!ShouldRemove(plan.Description, $"{plan.Description}\nRemove it?", "Remove-MicroService", Force)) return;

        IReadOnlySet<string> replicaSets = Wait
            ? await RemovalWait.FindReplicaSetsAsync(session.Resources, plan, StopToken)
            : new HashSet<string>();
        using (WarnOnStop($"Stopped, but microservice {plan.Namespace}/{plan.Name} is removed as a whole."))
        {
            await PendingWrites.Track(ServiceRemoval.ApplyAsync(session.Resources, plan));
        }

        if (!Wait) return;
        await RolloutProgressReporter.ShowAsync(
            this, $"Removing {plan.Namespace}/{plan.Name}",
            progress => RemovalWait.RunAsync(
                session.Resources, plan, replicaSets, TimeLeft, progress, TimeProvider.System, StopToken));
    }
}

using System.Management.Automation;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Remove, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveMicroServiceCommand : WorkloadRolloutCmdlet
{
    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        ServiceRemovalPlan plan = await ServiceRemovalPlanner.PlanAsync(
            session, name, ResolveNamespace(session), Kind, Force, StopToken);
        await ServiceRemoval.CheckAsync(session.Resources, plan, StopToken);
        if (!AgreeToRemove(plan.Description, plan.Notes, Force)) return;

        IReadOnlySet<string> replicaSets = Wait
            ? await RemovalWait.FindReplicaSetsAsync(session.Resources, plan, StopToken)
            : new HashSet<string>();
        await WriteAsync(
            $"Stopped, but microservice {plan.Namespace}/{plan.Name} is removed as a whole.",
            () => ServiceRemoval.ApplyAsync(session.Resources, plan));
        if (!Wait) return;
        await RolloutProgressReporter.ShowAsync(
            this, $"Removing {plan.Namespace}/{plan.Name}",
            progress => RemovalWait.RunAsync(
                session.Resources, plan, replicaSets, TimeLeft, progress, TimeProvider.System, StopToken));
    }
}

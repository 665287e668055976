using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Remove, "Canary", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveCanaryCommand : EndCanaryCmdlet
{
    private protected override async Task EndAsync(IClusterSession session, string name)
    {
        CanaryRemovalPlan plan = await CanaryRemoval.PlanAsync(
            session, ResolveNamespace(session), name, Force, StopToken);
        if (!AgreeToRemove(plan.Description, plan.Warnings, Force)) return;
        IReadOnlyList<string> remains = await WriteAndWaitAsync(
            $"Removing canary of {plan.Namespace}/{plan.Name}", plan.WhenStopped,
            wait => CanaryRemoval.RunAsync(session, plan, wait, StopToken));
        WarnOf(remains, plan.Warnings);
    }
}

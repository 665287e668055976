using System.Management.Automation;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Traffic;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsLifecycle.Complete, "Canary", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class CompleteCanaryCommand : EndCanaryCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task EndAsync(IClusterSession session, string name)
    {
        CanaryPromotionPlan plan = await CanaryPromotion.PlanAsync(
            session, ResolveNamespace(session), name, PipelineRun, Force, StopToken);
        if (!Agree(plan.Description, "Promote it?", plan.Warnings)) return;
        (KubeObject stable, IReadOnlyList<string> remains) = await WriteAndWaitAsync(
            $"Promoting canary of {ResolveNamespace(session)}/{name}", plan.WhenStopped,
            wait => CanaryPromotion.RunAsync(session, plan, wait, StopToken));
        WarnOf(remains, plan.Warnings);
        if (PassThru) WriteObject(Describe(session, stable));
    }
}

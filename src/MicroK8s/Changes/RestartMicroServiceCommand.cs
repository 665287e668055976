using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Changes;

[Cmdlet(VerbsLifecycle.Restart, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class RestartMicroServiceCommand : WorkloadRolloutCmdlet
{
    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        ServiceChangePlan plan = await RestartPlanner.PlanAsync(
            session, workload, TimeProvider.System.GetUtcNow(), PipelineRun, StopToken);
        if (plan.IsEmpty)
        {
            WriteVerbose($"{workload} was restarted within this second already; nothing is written.");
        }
        else
        {
            string[] warnings = RestartPlanner.Caveat(workload) is { } caveat ? [caveat] : [];
            if (!Agree(plan.Description, "Do it?", warnings)) return;
            workload = (await WriteAsync(Unstopped(plan.Changes), () => plan.ApplyAsync(session.Resources))).Workload;
        }

        if (Wait)
        {
            using IDisposable note =
                WarnOnStop($"Stopped waiting; the rollout of {workload} continues.");
            workload = await WaitForRolloutAsync(session, workload);
        }

        if (PassThru) WriteObject(Describe(session, workload));
    }
}

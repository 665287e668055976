using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Changes;

[Cmdlet(VerbsLifecycle.Resume, "Rollout", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed class ResumeRolloutCommand : WorkloadRolloutCmdlet
{
    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ProcessAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        KubeObject? done = await UpdateAsync(
            session, PauseRules.Plan(workload, paused: false), $"Resume the rollout of {workload}",
            $"The rollout of {workload} is not suspended");
        if (done is not null && Wait)
        {
            using IDisposable note =
                WarnOnStop($"Stopped waiting; the rollout of {workload} continues.");
            done = await WaitForRolloutAsync(session, done);
        }

        if (done is not null && PassThru) WriteObject(Describe(session, done));
    }
}

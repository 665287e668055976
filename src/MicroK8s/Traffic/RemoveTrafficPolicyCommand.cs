using System.Management.Automation;
using MicroK8s.Commands.Input;
using MicroK8s.Connection;
using MicroK8s.Traffic.Policies;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Traffic;

[Cmdlet(VerbsCommon.Remove, "TrafficPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(TrafficPolicy))]
public sealed class RemoveTrafficPolicyCommand : TrafficPolicyCmdlet
{
    [Parameter(Position = 1)]
    [ExactType(typeof(PolicySetting[]))]
    public PolicySetting[] Setting { get; set; } = [];

    private protected override Task<PolicyPlan> PlanAsync(IClusterSession session, PolicyTarget target) =>
        TrafficPolicies.PlanRemovalAsync(session, target, Setting, StopToken);

    private protected override async Task<bool> WriteAsync(IClusterSession session, ChangeSet change)
    {
        if (!AgreeToRemove(change.Description, change.Warnings, Force)) return false;
        await WriteAsync(Unstopped(change), () => ChangeSetRun.ApplyAsync(session.Resources, change.Writes));
        return true;
    }
}

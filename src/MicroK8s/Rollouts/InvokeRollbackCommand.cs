using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsLifecycle.Invoke, "Rollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollbackResult))]
public sealed class InvokeRollbackCommand : NamespacedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MicroServiceCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    public long? ToRevision { get; set; }

    [Parameter]
    [ValidateRange(1, 86400)]
    public int Timeout { get; set; } = 300;

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    private protected override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        foreach (string name in Name)
        {
            try
            {
                string space = ResolveNamespace(session);
                await RollBackAsync(session, new ResourceRef(ResourceTypes.Deployment, space, name));
            }
            catch (ClusterException exception)
            {
                // The next service may still be saved.
                Report(exception);
            }
        }
    }

    private async Task RollBackAsync(IClusterSession session, ResourceRef target)
    {
        long start = TimeProvider.System.GetTimestamp();
        RollbackPlan plan = await Rollback.PlanAsync(session, target, ToRevision, StopToken);
        if (plan.IsUnchanged)
        {
            WriteVerbose($"{target} is of the template of revision {plan.To.Number} already.");
            WriteObject(Result(session, plan, RollbackOutcome.Unchanged, plan.FromRevision, start));
            return;
        }

        foreach (string warning in await Rollback.WarnAsync(session, plan, StopToken)) WriteWarning(warning);
        CanaryReturn canary = await CanaryReturn.PlanAsync(session, plan, StopToken);
        if (canary.Obstacle is not null) WriteWarning(canary.Obstacle);
        string description = plan.Description + canary.Description;
        if (!ShouldProcess(description, $"{description}?", "Invoke-Rollback")) return;

        if (await canary.ApplyAsync(session, StopToken) is { } moved) WriteWarning(moved);
        KubeObject written = await Rollback.ApplyAsync(session, plan, StopToken);
        if (NoWait)
        {
            WriteObject(Result(session, plan, RollbackOutcome.Started, null, start));
            return;
        }

        KubeObject done = await RolloutProgressReporter.ShowAsync(
            this, $"Rolling back {target.Namespace}/{target.Name} to revision {plan.To.Number}",
            progress => RolloutWait.RunAsync(
                session, written, TimeSpan.FromSeconds(Timeout), progress, TimeProvider.System, StopToken));
        WriteObject(Result(session, plan, RollbackOutcome.RolledBack, RolloutHistory.NumberOf(done), start));
    }

    private RollbackResult Result(
        IClusterSession session, RollbackPlan plan, RollbackOutcome outcome, long? newRevision, long start) => new(
            plan.Target.Name, plan.Target.Namespace!, plan.FromRevision, plan.To.Number, newRevision,
            plan.FromImages, plan.To.Images, TimeProvider.System.GetElapsedTime(start), outcome,
            session.Context.Name, KubeConfigInUse());
}

using System.Management.Automation;
using MicroK8s.Changes;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services;

namespace MicroK8s.Commands.Services;

[Cmdlet(VerbsCommon.Set, "MicroService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MicroService))]
public sealed partial class SetMicroServiceCommand : ServiceFieldsCmdlet
{
    private protected override async Task ProcessAsync()
    {
        if (RollbackOnFailure && !Wait) throw InvalidInput.Of("RollbackOnFailure", true, "needs -Wait");
        ServiceChange change = ServiceChange.Read(
            GivenFields(), Container, ChangeCause, PipelineRun);
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ChangeAsync(session, name, change));
    }

    private async Task ChangeAsync(IClusterSession session, string name, ServiceChange change)
    {
        KubeObject workload = await FindWorkloadAsync(session, name, Kind);
        ServiceChangePlan plan =
            await ServiceChangePlanner.PlanAsync(session, workload, change, StopToken);
        var done = new ServiceChangeDone(plan, []);
        if (plan.IsEmpty)
        {
            WriteVerbose($"{workload} is as wanted already; nothing is written.");
        }
        else
        {
            if (Wait && plan.ChangesPods) PauseRules.CheckRuns(workload);
            IReadOnlyList<string> warnings = await ChangeWarnings.FindAsync(session, plan, change, StopToken);
            if (!Agree(plan.Description, "Change it?", warnings)) return;
            done = await WriteAsync(Unstopped(plan.Changes), () => plan.ApplyAsync(session.Resources));
        }

        workload = Wait ? await WaitAsync(session, done) : done.Workload;
        if (PassThru) WriteObject(Describe(session, workload));
    }

    private async Task<KubeObject> WaitAsync(IClusterSession session, ServiceChangeDone done)
    {
        using IDisposable? note = WarnOnStop("Stopped waiting; this remains", done.Plan);
        try
        {
            return await WaitForRolloutAsync(session, done.Workload);
        }
        catch (ClusterException failure) when (RollbackOnFailure && ChangeRollback.IsDueTo(failure.Fault))
        {
            note?.Dispose();
            throw await ReturnAsync(session, done, failure);
        }
    }

    /// <summary>
    /// Takes a change back whose rollout failed; the error of that tells what became of it. A stop ends the waiting
    /// only: half a way back would be worse than either end of it.
    /// </summary>
    private async Task<ClusterException> ReturnAsync(
        IClusterSession session, ServiceChangeDone done, ClusterException failure)
    {
        using IDisposable? note = WarnOnStop("Stopped waiting, but taken back", done.Plan);

        // The way back has a time-out of its own: that of the change may be what it failed by.
        RestartDeadline();
        var waited = new TaskCompletionSource();
        using IDisposable stop = OnStop(() => waited.TrySetResult());
        Task<ChangeRollback> begun = ChangeRollback.BeginAsync(session, done, CancellationToken.None);
        Task<ChangeRollback> ended =
            Writes.Track(ChangeRollback.EndAfterAsync(session, done, begun, waited.Task));
        try
        {
            ChangeRollback back = await begun;
            foreach (string warning in back.Warnings) WriteWarning(warning);
            ClusterException? problem = back.Did.Count > 0 ? await TryWaitAsync(session, back) : null;
            RestartDeadline();
            waited.TrySetResult();
            return ReturnReport.Of(failure, await ended, problem);
        }
        catch (ClusterException problem)
        {
            return ReturnReport.OfNone(failure, problem, done);
        }
    }

    /// <summary>What keeps the pods from running again. Null if they do.</summary>
    private async Task<ClusterException?> TryWaitAsync(IClusterSession session, ChangeRollback back)
    {
        try
        {
            await WaitForRolloutAsync(session, back.Workload);
            return null;
        }
        catch (ClusterException problem)
        {
            return problem;
        }
    }

    private IDisposable? WarnOnStop(string what, ServiceChangePlan plan) =>
        plan.IsEmpty ? null : WarnOnStop($"{what}: {string.Join("; ", plan.Changes.ListEffects())}.");
}

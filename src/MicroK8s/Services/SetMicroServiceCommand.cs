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
            GivenFields(), Container, ChangeCause, PipelineRun.From(System.Environment.GetEnvironmentVariable));
        IClusterSession session = await ConnectAsync();
        await ForEachAsync(Name, name => ChangeAsync(session, name, change));
    }

    private async Task ChangeAsync(IClusterSession session, string name, ServiceChange change)
    {
        KubeObject workload = await FindWorkloadAsync(session, name, Kind);
        ServiceChangePlan plan =
            await ServiceChangePlanner.PlanAsync(session.Resources, workload, change, StopToken);
        var done = new ServiceChangeDone(plan, workload, null);
        if (plan.IsEmpty)
        {
            WriteVerbose($"{workload} is as wanted already; nothing is written.");
        }
        else
        {
            if (Wait && plan.ChangesPods) PauseRules.CheckRuns(workload);
            foreach (string warning in await ChangeWarnings.FindAsync(session, plan, change, StopToken))
            {
                WriteWarning(warning);
            }

            if (!ShouldProcess(plan.Description, $"{plan.Description}\nChange it?", "Set-MicroService")) return;
            done = await ServiceChangeRun.ApplyAsync(session.Resources, plan, StopToken);
        }

        workload = Wait ? await WaitAsync(session, done) : done.Workload;
        if (PassThru) WriteObject(Describe(session, workload));
    }

    private async Task<KubeObject> WaitAsync(IClusterSession session, ServiceChangeDone done)
    {
        try
        {
            return await WaitForRolloutAsync(session, done.Workload);
        }
        catch (ClusterException failure) when (RollbackOnFailure && ChangeReturn.IsDueTo(failure.Fault))
        {
            throw await ReturnAsync(session, done, failure);
        }
    }

    /// <summary>Takes a change back whose rollout failed; the error of that tells what became of it.</summary>
    private async Task<ClusterException> ReturnAsync(
        IClusterSession session, ServiceChangeDone done, ClusterException failure)
    {
        ChangeReturn? back = null;
        try
        {
            back = await ChangeReturn.BeginAsync(session, done, StopToken);
            foreach (string warning in back.Warnings) WriteWarning(warning);
            ClusterException? problem = back.Did.Length > 0 ? await TryWaitAsync(session, back) : null;
            back = await back.EndAsync(session, done, StopToken);
            return problem is null ? back.Report(failure) : ChangeReturn.Report(failure, problem, back);
        }
        catch (ClusterException problem)
        {
            return ChangeReturn.Report(failure, problem, back);
        }
    }

    /// <summary>What keeps the pods from running again. Null if they do.</summary>
    private async Task<ClusterException?> TryWaitAsync(IClusterSession session, ChangeReturn back)
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
}

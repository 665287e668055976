using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Workloads;

namespace MicroK8s.Commands.Rollouts;

[Cmdlet(VerbsLifecycle.Invoke, "Rollback", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollbackResult))]
public sealed class InvokeRollbackCommand : WorkloadRolloutCmdlet
{
    private readonly HashSet<string> _seen = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Revision")]
    [ValidateRange(1, long.MaxValue)]
    [ExactType(typeof(long?))]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    public long? ToRevision { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RevisionVersionCompleter))]
    public string? ToVersion { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RevisionImageCompleter))]
    public string? ToImage { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private RollbackGoal Goal => new()
    {
        // The pipeline brings revisions, too; what is named goes before them.
        Revision = ToVersion is null && ToImage is null ? ToRevision : null,
        Version = ToVersion,
        Image = ToImage,
        IgnoreOwner = Force,
        Run = PipelineRun,
    };

    // Not by parameter sets: the engine would not say which two parameters exclude each other.
    private protected override Task BeginAsync()
    {
        string[] goals = [.. new[] { nameof(ToRevision), nameof(ToVersion), nameof(ToImage) }
            .Where(MyInvocation.BoundParameters.ContainsKey)];
        return goals.Length < 2 ? Task.CompletedTask : throw InvalidInput.Of(
            goals[1], MyInvocation.BoundParameters[goals[1]], $"cannot be given together with -{goals[0]}");
    }

    // One that fails is an error; the next service may still be saved.
    private protected override async Task ProcessAsync(IClusterSession session, string name) =>
        await RollBackAsync(session, await FindOnceAsync(session, name));

    /// <summary>The same service twice would go back and forth.</summary>
    private async Task<KubeObject> FindOnceAsync(IClusterSession session, string name)
    {
        KubeObject workload = await FindWorkloadAsync(session, name);
        return _seen.Add(workload.Uid) ? workload : throw InvalidInput.Of(
            "Name", name, "is named twice: the second rollback would undo the first", "Choose one revision of it.");
    }

    private async Task RollBackAsync(IClusterSession session, KubeObject workload)
    {
        long start = TimeProvider.System.GetTimestamp();
        RollbackPlan plan = await RollbackRun.PlanAsync(session, workload, Goal, StopToken);
        if (plan is { IsUnchanged: true, IsDone: true })
        {
            await SkipAsync(session, plan, start);
            return;
        }

        if (plan.IsUnchanged)
        {
            WriteVerbose($"{plan.Target} already uses the template of revision {plan.To.Number}.");
            WriteObject(Result(session, plan, RollbackOutcome.Unchanged, plan.FromRevision, start));
            return;
        }

        Task<IReadOnlyList<string>> warnings = RollbackRun.WarnAsync(session, plan, StopToken);
        CanaryReset canary = await CanaryReset.PlanAsync(session, plan, Force, StopToken);
        string description = plan.Description + canary.Description;
        if (!Agree(description, "Do it?", [.. await warnings, .. canary.Warnings])) return;

        RollbackWritten written = await WriteAsync(session, plan, canary);
        if (!written.IsOwn)
        {
            WriteWarning(
                $"Someone else rolled {plan.Target} back to the same revision at the same time; nothing was written.");
        }

        RollbackOutcome done = !written.IsOwn ? RollbackOutcome.Unchanged
            : NoWait ? RollbackOutcome.Started : RollbackOutcome.RolledBack;
        await FinishAsync(session, plan, written.Workload, done, start);
    }

    /// <summary>
    /// A step that is tried again because its agent was lost: the rollback is not taken back, only seen to its end.
    /// </summary>
    private async Task SkipAsync(IClusterSession session, RollbackPlan plan, long start)
    {
        WriteWarning(
            $"This pipeline run has rolled {plan.Target} back to revision {plan.To} already; nothing is written. "
            + "To go back further, use -ToRevision.");
        await FinishAsync(session, plan, plan.Read, RollbackOutcome.Skipped, start);
    }

    private async Task FinishAsync(
        IClusterSession session, RollbackPlan plan, KubeObject workload, RollbackOutcome outcome, long start)
    {
        bool isPreview = MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            && given is SwitchParameter { IsPresent: true };
        long? number = NoWait || isPreview ? null : await RollbackRun.ReadNumberAsync(
            session, await WaitAsync(session, plan, workload), StopToken);
        WriteObject(Result(session, plan, outcome, number, start));
    }

    /// <summary>A stop comes before the first write or not at all: half a rollback helps nobody.</summary>
    private async Task<RollbackWritten> WriteAsync(IClusterSession session, RollbackPlan plan, CanaryReset canary)
    {
        using IDisposable note = WarnOnStop(
            $"Stopped waiting, but {plan.Target} goes back to revision {plan.To.Number}.");
        Task<string?> moving = canary.ApplyAsync(session, CancellationToken.None);
        Task<RollbackWritten> writing =
            Writes.Track(RollbackRun.ApplyAfterAsync(moving, session, plan, CancellationToken.None));
        if (await moving is { } moved) WriteWarning(moved);
        return await writing;
    }

    private async Task<KubeObject> WaitAsync(IClusterSession session, RollbackPlan plan, KubeObject written)
    {
        try
        {
            return await WaitForRolloutAsync(
                session, written, $"Rolling back {written.Namespace}/{written.Name} to revision {plan.To.Number}");
        }
        catch (ClusterException exception) when (!ErrorRecords.EndsPipeline(exception.Fault))
        {
            throw RollbackRun.Failed(plan, exception);
        }
    }

    private RollbackResult Result(
        IClusterSession session, RollbackPlan plan, RollbackOutcome outcome, long? newRevision, long start) => new(
            plan.Target.Name, plan.Target.Namespace!, plan.FromRevision, plan.To.Number, newRevision,
            plan.FromImages, plan.To.Images, TimeProvider.System.GetElapsedTime(start), outcome,
            session.Context.Name, KubeConfigInUse())
        {
            Kind = WorkloadKinds.Of(plan.Read),
        };
}

using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Updates;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Rollback;

/// <summary>Reads, plans and writes a rollback.</summary>
public static class RollbackRun
{
    /// <summary>Reads a workload with its revisions and plans the way back.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="target">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="goal">Where to go back to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound, RevisionNotFound, RolloutPaused, OwnedByController.
    /// </exception>
    public static async Task<RollbackPlan> PlanAsync(
        IClusterSession session, ResourceRef target, RollbackGoal goal, CancellationToken cancellationToken)
    {
        KubeObject workload = await session.Resources.FindAsync(target, cancellationToken).ConfigureAwait(false)
            ?? throw ServiceFaults.NotFound(target.Name, target.Namespace);
        return await PlanAsync(session, workload, goal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for a workload that was read already.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="goal">Where to go back to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">RevisionNotFound, RolloutPaused, OwnedByController.</exception>
    public static async Task<RollbackPlan> PlanAsync(
        IClusterSession session, KubeObject workload, RollbackGoal goal, CancellationToken cancellationToken)
    {
        // Few workloads have pods that stand in the way.
        Task<IReadOnlyList<KubeObject>> pods = StuckPods.CanBe(workload)
            ? RevisionObjects.ReadPodsAsync(session, workload, cancellationToken)
            : Task.FromResult<IReadOnlyList<KubeObject>>([]);
        Task<IReadOnlyList<KubeObject>> sources = RevisionObjects.ReadAsync(session, workload, cancellationToken);
        IReadOnlyList<KubeObject>[] read = await Task.WhenAll(sources, pods).ConfigureAwait(false);
        return RollbackPlanner.Plan(workload, read[0], read[1], goal);
    }

    /// <summary>The revisions of a workload, the newest first.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<Revision>> ReadHistoryAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken) => RolloutHistory.Of(
            workload,
            await RevisionObjects.ReadAsync(session, workload, cancellationToken).ConfigureAwait(false));

    /// <summary>The number of the revision that a workload is of. Null if the controller has not noted it.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<long?> ReadNumberAsync(
        IClusterSession session, KubeObject workload, CancellationToken cancellationToken)
    {
        // A Deployment has it as an annotation, which saves a round trip.
        if (WorkloadKinds.Of(workload) == WorkloadKind.Deployment) return RevisionObjects.NumberOf(workload);
        IReadOnlyList<Revision> history =
            await ReadHistoryAsync(session, workload, cancellationToken).ConfigureAwait(false);
        return history.FirstOrDefault(revision => revision.IsCurrent)?.Number;
    }

    /// <summary>What whoever asked for the rollback should know before it is done.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Sentences; none if all is well.</returns>
    public static async Task<IReadOnlyList<string>> WarnAsync(
        IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResourceRef> missing = await TemplateReferences
            .FindMissingAsync(session, plan.References, cancellationToken).ConfigureAwait(false);
        string warning = $"Revision {plan.To.Number} of {plan.Target} needs what does not exist any more: "
            + $"{string.Join(", ", missing)}. Its pods cannot start without.";
        return missing.Count == 0 ? plan.Warnings : [warning, .. plan.Warnings];
    }

    /// <summary>
    /// Writes the plan. When the object was written meanwhile, everything is read and planned again; the write is
    /// tried again only if the new plan comes to the same.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The workload as written; as somebody else wrote it, who rolled it back to the same revision at the same time.
    /// </returns>
    /// <exception cref="ClusterException">
    /// Conflict, RolloutPaused, InvalidSpec, AccessDenied; PartialFailure: the template is back, but
    /// pods that stand in the way could not be deleted.
    /// </exception>
    public static async Task<RollbackWritten> ApplyAsync(
        IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        RollbackWritten written = plan.Changes.Count == 0
            ? new RollbackWritten(plan.Read, IsOwn: true)
            : await WriteAsync(session, plan, cancellationToken).ConfigureAwait(false);
        if (StuckPods.CanBe(written.Workload))
        {
            await StuckPodRemoval
                .RunAsync(session.Resources, written.Workload, plan.StuckPods, cancellationToken).ConfigureAwait(false);
        }

        return written;
    }

    /// <summary>Writes the plan when something else is done, whether or not anybody still waits for it.</summary>
    /// <param name="first">What is done before; if it fails, nothing is written.</param>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>As <see cref="ApplyAsync"/>.</returns>
    /// <exception cref="ClusterException">As <see cref="ApplyAsync"/>, and the fault of what comes first.</exception>
    public static async Task<RollbackWritten> ApplyAfterAsync(
        Task first, IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        await first.ConfigureAwait(false);
        return await ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The failure of the pods that a rollback brought back: another rollback is no way out of it.</summary>
    /// <param name="plan">The plan, which was written.</param>
    /// <param name="cause">What the wait ended with.</param>
    public static ClusterException Failed(RollbackPlan plan, ClusterException cause) => new(
        cause.Fault, $"{plan.Target} is back at revision {plan.To.Number}, but not well: {cause.Message}", cause.Target,
        $"Look for a revision that ran: {History(plan)}.", cause);

    private static async Task<RollbackWritten> WriteAsync(
        IClusterSession session, RollbackPlan plan, CancellationToken cancellationToken)
    {
        RollbackPlan current = plan;
        try
        {
            return await ConflictRetry.RunAsync(plan.Target, PatchAsync, ReviseAsync, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException fault) when (LostAnswer.Is(fault))
        {
            throw LostAnswer.Explain(fault, $"the rollback of {plan.Target}");
        }

        async Task<RollbackWritten> PatchAsync() => new(
            await session.Resources.PatchAsync(plan.Target, current.Patch, dryRun: false, cancellationToken)
                .ConfigureAwait(false),
            IsOwn: true);

        async Task<RollbackWritten?> ReviseAsync(ClusterException refusal)
        {
            RollbackPlan fresh = await PlanAgainAsync(session, plan, refusal, cancellationToken).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, current.Read.ResourceVersion, fresh.Read.ResourceVersion);
            current = fresh;
            if (fresh.Read.Uid == plan.Read.Uid && fresh.Changes.Count == 0)
            {
                return new RollbackWritten(fresh.Read, IsOwn: false);
            }

            return plan.AgreesWith(fresh) ? null : throw Overtaken(plan, refusal);
        }
    }

    private static async Task<RollbackPlan> PlanAgainAsync(
        IClusterSession session, RollbackPlan plan, ClusterException conflict, CancellationToken cancellationToken)
    {
        // A revision gets a new number whenever it is gone back to, so it is known by the object that keeps it. What
        // was agreed to holds for an owner too; who owns it now was asked then.
        var same = new RollbackGoal { Source = plan.Source.Uid, Run = plan.Goal.Run, IgnoreOwner = true };
        try
        {
            return await PlanAsync(session, plan.Target, same, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.RevisionNotFound)
        {
            throw Overtaken(plan, conflict);
        }
    }

    private static ClusterException Overtaken(RollbackPlan plan, ClusterException conflict) => new(
        ClusterFault.Conflict,
        $"Someone else changed the pods of {plan.Target} while it was to be rolled back; nothing was written.",
        plan.Target.ToString(),
        $"Look at {History(plan)}, then choose a revision with -ToRevision.", conflict);

    private static string History(RollbackPlan plan) =>
        AdvisedCommand.For("Get-RolloutHistory", plan.Target.Name, plan.Target.Namespace);
}

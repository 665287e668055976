using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>
/// Takes a change back whose rollout failed: the pods as <c>Invoke-Rollback</c> does, then what else the change wrote
/// of the workload, and the other objects last, when the pods are there again.
/// </summary>
/// <param name="Workload">The workload, to be waited for.</param>
public sealed record ChangeRollback(KubeObject Workload)
{
    private static readonly ClusterFault[] Certain =
    [
        ClusterFault.ImagePullFailed, ClusterFault.ContainerCrashed, ClusterFault.ConfigMissing,
        ClusterFault.ProbeFailed, ClusterFault.InitContainerFailed, ClusterFault.Unschedulable,
        ClusterFault.QuotaExceeded, ClusterFault.PodRejected, ClusterFault.DeadlineExceeded,
        ClusterFault.RolloutTimeout,
    ];

    /// <summary>What was done, each as the end of a sentence.</summary>
    public IReadOnlyList<string> Did { get; init; } = [];

    /// <summary>What could not be put back, each with why.</summary>
    public IReadOnlyList<string> Remains { get; init; } = [];

    /// <summary>Warnings for the caller.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Whether a failure is a reason to go back: the pods do not run, or did not in time. Not if somebody else changed,
    /// paused or deleted the workload, nor if the cluster cannot be asked.
    /// </summary>
    /// <param name="fault">The failure.</param>
    public static bool IsDueTo(ClusterFault fault) => Certain.Contains(fault);

    /// <summary>Writes the workload as it was.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="done">The change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// Superseded: somebody else changed the pods. Conflict, AccessDenied.
    /// </exception>
    public static async Task<ChangeRollback> BeginAsync(
        IClusterSession session, ServiceChangeDone done, CancellationToken cancellationToken)
    {
        if (done.WorkloadWrite is not { } change) return new ChangeRollback(done.Workload);
        KubeObject now = await session.Resources.GetAsync(change.Write.Target, cancellationToken)
            .ConfigureAwait(false);
        if (now.Uid != done.Workload.Uid || !PodTemplate.AreEqual(now, done.Workload)) throw Overtaken(now);

        ChangeRollback back = done.Plan.ChangesPods
            ? await RollBackAsync(session, now, change, cancellationToken).ConfigureAwait(false)
            : new ChangeRollback(now);
        try
        {
            return await back.RestAsync(session.Resources, change, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (back.Did.Count > 0)
        {
            return back.With(exception, $"the rest of the change of {change.Write.Target}");
        }
    }

    /// <summary>The same as soon as the pods are back, or nobody waits for them any more.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="done">The change.</param>
    /// <param name="begun">The way back of the workload.</param>
    /// <param name="waited">Ends when the rest is to follow.</param>
    /// <exception cref="ClusterException">The way back of the workload failed; then the rest stays too.</exception>
    public static async Task<ChangeRollback> EndAfterAsync(
        IClusterSession session, ServiceChangeDone done, Task<ChangeRollback> begun, Task waited)
    {
        ChangeRollback back = await begun.ConfigureAwait(false);
        await waited.ConfigureAwait(false);
        return await back.EndAsync(session, done, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Puts the other objects back, once the pods are as they were: as many of them as possible.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="done">The change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The same with what was done, and what remains.</returns>
    public async Task<ChangeRollback> EndAsync(
        IClusterSession session, ServiceChangeDone done, CancellationToken cancellationToken)
    {
        ChangeRollback back = this;
        foreach (WrittenObject written in done.Written.Where(one => one != done.WorkloadWrite).Reverse())
        {
            try
            {
                string did = await written.TakeBackAsync(session.Resources, cancellationToken).ConfigureAwait(false);
                back = back with { Did = [.. back.Did, did] };
            }
            catch (ClusterException exception)
            {
                back = back.With(exception, written.Write.Effect);
            }
        }

        return back;
    }

    /// <summary>The pods as they were, by the history of the workload.</summary>
    private static async Task<ChangeRollback> RollBackAsync(
        IClusterSession session, KubeObject now, WrittenObject change, CancellationToken cancellationToken)
    {
        var nothing = new ChangeRollback(now);
        ResourceRef target = change.Write.Target;
        RollbackPlan plan;
        try
        {
            // Whoever looks after it has seen the change that goes back now.
            var goal = new RollbackGoal { IgnoreOwner = true };
            plan = await RollbackRun.PlanAsync(session, target, goal, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.RevisionNotFound)
        {
            // Without a history the template is put back like any other field.
            return nothing;
        }

        // Somebody else's change, written just before, may never have become a revision: it is not ours to take back.
        if (!PodTemplate.AreEqual(plan.Source, change.Before!)) return nothing;
        var warnings = new List<string>(
            await RollbackRun.WarnAsync(session, plan, cancellationToken).ConfigureAwait(false));
        CanaryReset canary =
            await CanaryReset.PlanAsync(session, plan, false, cancellationToken).ConfigureAwait(false);
        warnings.AddRange(canary.Warnings);
        if (await canary.ApplyAsync(session, cancellationToken).ConfigureAwait(false) is { } moved) warnings.Add(moved);
        if (!plan.IsUnchanged) await RollbackRun.ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
        return nothing with { Did = [$"{target} is back at revision {plan.To}"], Warnings = warnings };
    }

    /// <summary>What the change wrote of the workload beside the pods.</summary>
    private async Task<ChangeRollback> RestAsync(
        IResources resources, WrittenObject change, CancellationToken cancellationToken)
    {
        KubeObject there = await resources.GetAsync(change.Write.Target, cancellationToken).ConfigureAwait(false);
        ObjectUpdate rest = change.PlanBack(there);
        if (rest.IsEmpty) return this with { Workload = there };
        WrittenObject written = await rest.WriteAsync(resources, cancellationToken).ConfigureAwait(false);
        string fields = string.Join(", ", rest.Changes.Select(field => field.Path));
        return this with { Workload = written.After!, Did = [.. Did, $"{fields} as before"] };
    }

    private ChangeRollback With(ClusterException failure, string what) =>
        this with { Remains = [.. Remains, $"{what} ({failure.Message.TrimEnd('.')})"] };

    private static ClusterException Overtaken(KubeObject now) => new(
        ClusterFault.Superseded, $"somebody else changed {now} since.", now.ToString(),
        $"Look at it with {AdvisedCommand.For("Get-MicroService", now.Name, now.Namespace)}.");
}

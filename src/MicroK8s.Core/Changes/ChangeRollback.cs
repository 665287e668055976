using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Rollback;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>
/// Takes a change back whose rollout failed: the pods as <c>Invoke-Rollback</c> does, then what else the change wrote,
/// and the Service last, when the pods are there again.
/// </summary>
/// <param name="Workload">The workload, to be waited for.</param>
/// <param name="Did">What was done, as a sentence.</param>
/// <param name="Warnings">What whoever asked for it should know.</param>
public sealed record ChangeRollback(KubeObject Workload, string Did, IReadOnlyList<string> Warnings)
{
    private static readonly ClusterFault[] Certain =
    [
        ClusterFault.ImagePullFailed, ClusterFault.ContainerCrashed, ClusterFault.ConfigMissing,
        ClusterFault.ProbeFailed, ClusterFault.InitContainerFailed, ClusterFault.Unschedulable,
        ClusterFault.QuotaExceeded, ClusterFault.PodRejected, ClusterFault.DeadlineExceeded,
        ClusterFault.RolloutTimeout,
    ];

    /// <summary>What could not be put back, each with why.</summary>
    public IReadOnlyList<string> Remains { get; init; } = [];

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
        if (done.Plan.Workload is not { } update) return new ChangeRollback(done.Workload, "", []);
        KubeObject now = await session.Resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false);
        if (now.Uid != done.Workload.Uid || !PodTemplate.AreEqual(now, done.Workload)) throw Overtaken(now);

        var did = new List<string>();
        var warnings = new List<string>();
        if (done.Plan.ChangesPods)
        {
            (string? what, IReadOnlyList<string> notes) =
                await RollBackAsync(session, done, update, cancellationToken).ConfigureAwait(false);
            if (what is not null) did.Add(what);
            warnings.AddRange(notes);
        }

        var back = new ChangeRollback(now, string.Join("; ", did), warnings);
        return did.Count == 0
            ? await back.DoAsync(RestAsync).ConfigureAwait(false)
            : await back.TryAsync($"the rest of the change of {update.Target}", RestAsync).ConfigureAwait(false);

        async Task<(KubeObject Workload, string? Did)> RestAsync()
        {
            KubeObject there = await session.Resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false);
            ObjectUpdate rest = ServiceChangeRun.PlanBack(update, done.Workload, there);
            if (rest.IsEmpty) return (there, null);
            there = await ObjectUpdateRun.ApplyAsync(session.Resources, rest, cancellationToken).ConfigureAwait(false);
            return (there, $"{string.Join(", ", rest.Changes.Select(change => change.Path))} as before");
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
        if (done.Service is { } written)
        {
            ResourceRef service = done.Plan.Service?.Target ?? done.Plan.NewService!.Ref;
            back = await back.TryAsync(service.ToString(), async () => (back.Workload, await TakeServiceBackAsync(
                session.Resources, done, written, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        foreach (AppliedRelatedObject related in done.RelatedObjects.Reverse())
        {
            back = await back.TryAsync(related.Change.Effect, async () => (back.Workload, await related
                .TakeBackAsync(session.Resources, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        return back;
    }

    private static async Task<string> TakeServiceBackAsync(
        IResources resources, ServiceChangeDone done, KubeObject written, CancellationToken cancellationToken)
    {
        if (done.Plan.Service is { } update)
        {
            await ServiceChangeRun.TakeBackAsync(resources, update, written, cancellationToken).ConfigureAwait(false);
            return $"{update.Target} as before";
        }

        ResourceRef made = done.Plan.NewService!.Ref;
        await ObjectRemoval.RunAsync(resources, made, written.Uid, cancellationToken).ConfigureAwait(false);
        return $"{made} removed again";
    }

    /// <summary>Does one thing of several; what fails remains, and the next is done all the same.</summary>
    private async Task<ChangeRollback> TryAsync(string what, Func<Task<(KubeObject Workload, string? Did)>> body)
    {
        try
        {
            return await DoAsync(body).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            return this with { Remains = [.. Remains, $"{what} ({exception.Message.TrimEnd('.')})"] };
        }
    }

    private async Task<ChangeRollback> DoAsync(Func<Task<(KubeObject Workload, string? Did)>> body)
    {
        (KubeObject workload, string? did) = await body().ConfigureAwait(false);
        return this with { Workload = workload, Did = did is null ? Did : Join(Did, did) };
    }

    private static async Task<(string? Did, IReadOnlyList<string> Warnings)> RollBackAsync(
        IClusterSession session, ServiceChangeDone done, ObjectUpdate update, CancellationToken cancellationToken)
    {
        RollbackPlan plan;
        try
        {
            // Whoever looks after it has seen the change that goes back now.
            var goal = new RollbackGoal { IgnoreOwner = true };
            plan = await RollbackRun.PlanAsync(session, update.Target, goal, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.RevisionNotFound)
        {
            // Without a history the template is put back like any other field.
            return (null, []);
        }

        // Somebody else's change, written just before, may never have become a revision: it is not ours to take back.
        if (!PodTemplate.AreEqual(plan.Source, update.Read)) return (null, []);
        var warnings = new List<string>(
            await RollbackRun.WarnAsync(session, plan, cancellationToken).ConfigureAwait(false));
        CanaryReset canary =
            await CanaryReset.PlanAsync(session, plan, false, cancellationToken).ConfigureAwait(false);
        warnings.AddRange(canary.Warnings);
        if (await canary.ApplyAsync(session, cancellationToken).ConfigureAwait(false) is { } moved) warnings.Add(moved);
        if (!plan.IsUnchanged) await RollbackRun.ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
        return ($"{update.Target} is back at revision {plan.To}", warnings);
    }

    private static ClusterException Overtaken(KubeObject now) => new(
        ClusterFault.Superseded, $"somebody else changed {now} since.", now.ToString(),
        $"Look at it with Get-MicroService {now.Name}.");

    private static string Join(string one, string other) => one.Length == 0 ? other : $"{one}; {other}";
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Rollouts;

namespace MicroK8s.Changes;

/// <summary>
/// Takes a change back whose rollout failed: the pods as <c>Invoke-Rollback</c> does, then what else the change wrote,
/// and the Service last, when the pods are there again.
/// </summary>
/// <param name="Workload">The workload, to be waited for.</param>
/// <param name="Did">What was done, as a sentence.</param>
/// <param name="Warnings">What whoever asked for it should know.</param>
public sealed record ChangeReturn(KubeObject Workload, string Did, IReadOnlyList<string> Warnings)
{
    private static readonly ClusterFault[] Certain =
    [
        ClusterFault.ImagePullFailed, ClusterFault.ContainerCrashed, ClusterFault.ConfigMissing,
        ClusterFault.ProbeFailed, ClusterFault.InitContainerFailed, ClusterFault.Unschedulable,
        ClusterFault.QuotaExceeded, ClusterFault.PodRejected, ClusterFault.DeadlineExceeded,
        ClusterFault.RolloutTimeout,
    ];

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
    public static async Task<ChangeReturn> BeginAsync(
        IClusterSession session, ServiceChangeDone done, CancellationToken cancellationToken)
    {
        if (done.Plan.Workload is not { } update) return new ChangeReturn(done.Workload, "", []);
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

        KubeObject back = await session.Resources.GetAsync(update.Target, cancellationToken).ConfigureAwait(false);
        ObjectUpdate rest = ServiceChangeRun.PlanBack(update, done.Workload, back);
        if (!rest.IsEmpty)
        {
            back = await ObjectUpdateRun.ApplyAsync(session.Resources, rest, cancellationToken).ConfigureAwait(false);
            did.Add($"{string.Join(", ", rest.Changes.Select(change => change.Path))} as before");
        }

        return new ChangeReturn(back, string.Join("; ", did), warnings);
    }

    /// <summary>Puts the Service back, once the pods are as they were.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="done">The change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The same with what was done.</returns>
    /// <exception cref="ClusterException">Conflict, AccessDenied.</exception>
    public async Task<ChangeReturn> EndAsync(
        IClusterSession session, ServiceChangeDone done, CancellationToken cancellationToken)
    {
        if (done.Service is not { } written) return this;
        if (done.Plan.Service is { } update)
        {
            await ServiceChangeRun.TakeBackAsync(session.Resources, update, written, cancellationToken)
                .ConfigureAwait(false);
            return this with { Did = Join(Did, $"{update.Target} as before") };
        }

        ResourceRef made = done.Plan.NewService!.Ref;
        await session.Resources.DeleteAsync(made, written.Uid, dryRun: false, cancellationToken).ConfigureAwait(false);
        return this with { Did = Join(Did, $"{made} removed again") };
    }

    /// <summary>The failed rollout as an error that also tells what was done about it.</summary>
    /// <param name="failure">Why the rollout failed.</param>
    public ClusterException Report(ClusterException failure) => Did.Length == 0
        ? Tell(failure, "Nothing was changed before, so nothing is rolled back.", failure.Advice)
        : Tell(failure, $"Rolled back: {Did}.", "Mend the cause, then run the command again.");

    /// <summary>The same when going back failed too.</summary>
    /// <param name="failure">Why the rollout failed.</param>
    /// <param name="problem">Why it could not be taken back.</param>
    /// <param name="begun">What was done before that. Null if nothing.</param>
    public static ClusterException Report(ClusterException failure, ClusterException problem, ChangeReturn? begun) =>
        Tell(
            failure,
            begun is null
                ? $"It is not rolled back: {problem.Message}"
                : $"Rolled back: {begun.Did}. But all is not well yet: {problem.Message}",
            problem.Advice ?? failure.Advice);

    private static async Task<(string? Did, IReadOnlyList<string> Warnings)> RollBackAsync(
        IClusterSession session, ServiceChangeDone done, ObjectUpdate update, CancellationToken cancellationToken)
    {
        RollbackPlan plan;
        try
        {
            // Whoever looks after it has seen the change that goes back now.
            var goal = new RollbackGoal { IgnoreOwner = true };
            plan = await Rollback.PlanAsync(session, update.Target, goal, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.RevisionNotFound)
        {
            // Without a history the template is put back like any other field.
            return (null, []);
        }

        // Somebody else's change, written just before, may never have become a revision: it is not ours to take back.
        if (!PodTemplate.AreEqual(plan.Source, update.Read)) return (null, []);
        var warnings = new List<string>(
            await Rollback.WarnAsync(session, plan, cancellationToken).ConfigureAwait(false));
        CanaryReturn canary =
            await CanaryReturn.PlanAsync(session, plan, false, cancellationToken).ConfigureAwait(false);
        warnings.AddRange(canary.Warnings);
        if (await canary.ApplyAsync(session, cancellationToken).ConfigureAwait(false) is { } moved) warnings.Add(moved);
        if (!plan.IsUnchanged) await Rollback.ApplyAsync(session, plan, cancellationToken).ConfigureAwait(false);
        return ($"{update.Target} is back at revision {plan.To}", warnings);
    }

    private static ClusterException Tell(ClusterException failure, string outcome, string? advice)
    {
        object? target = failure.Target is RolloutFailure evidence
            ? evidence with { Recovery = outcome }
            : failure.Target;
        return new ClusterException(failure.Fault, $"{failure.Message} {outcome}", target, advice, failure);
    }

    private static ClusterException Overtaken(KubeObject now) => new(
        ClusterFault.Superseded, $"somebody else changed {now} since.", now.ToString(),
        $"Look at it with Get-MicroService {now.Name}.");

    private static string Join(string one, string other) => one.Length == 0 ? other : $"{one}; {other}";
}

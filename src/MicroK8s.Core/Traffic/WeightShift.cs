using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Traffic;

/// <summary>Shifts traffic between the subsets of a service.</summary>
public static class WeightShift
{
    /// <summary>Reads what there is and decides; writes nothing.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// RouteNotFound, RouteUnreachable, AmbiguousRoute, SubsetNotFound, SubsetNotReady, ThirdDestination,
    /// OwnedByController, KindNotSupported, InvalidSpec.
    /// </exception>
    public static async Task<WeightPlan> PlanAsync(
        IClusterSession session, WeightRequest request, CancellationToken cancellationToken)
    {
        var reader = new TrafficReader(session, request.Namespace, request.Provider);
        TrafficSnapshot state = await reader
            .ReadAsync(request.Service, withPods: !request.IgnoreReadiness, cancellationToken).ConfigureAwait(false);
        return WeightPlanner.Plan(request, state);
    }

    /// <summary>
    /// Applies a plan. After a conflict everything is read, checked and decided anew. Where shares are made of pods,
    /// new pods are waited for before others go.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="wait">How to wait for pods. Null only where shares are not made of pods.</param>
    /// <param name="cancellationToken">Ends a wait for pods, and what was written before it is taken back.</param>
    /// <returns>The split as it is now.</returns>
    /// <exception cref="ClusterException">
    /// Conflict, all that <see cref="PlanAsync"/> throws, and what a wait for pods ends with; PartialFailure.
    /// </exception>
    public static async Task<TrafficSplit> ApplyAsync(
        IClusterSession session, WeightPlan plan, PodWait? wait, CancellationToken cancellationToken)
    {
        if (!plan.HasChanges) return plan.Before;
        WeightRequest pinned = Pin(plan);
        WeightPlan current = plan;
        return await ConflictRetry.RunAsync(plan.Target, WriteAsync, PlanAgainAsync, cancellationToken)
            .ConfigureAwait(false);

        async Task<TrafficSplit> WriteAsync()
        {
            IReadOnlyList<WrittenObject> written =
                await ChangeSetRun.ApplyAsync(session.Resources, current.Writes).ConfigureAwait(false);
            if (!current.MovesPods) return current.After;
            ArgumentNullException.ThrowIfNull(wait);
            try
            {
                foreach (KubeObject awaited in current.Awaited)
                {
                    KubeObject now = written.FirstOrDefault(one => one.Write.Target.Name == awaited.Name)?.After
                        ?? awaited;
                    await wait.RunAsync(session, now, cancellationToken).ConfigureAwait(false);
                }

                await ChangeSetRun.ApplyAsync(
                    session.Resources, current.WritesWhenReady.Select(write => After(write, written)))
                    .ConfigureAwait(false);
                return current.After;
            }
            catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
            {
                ClusterException cause = exception as ClusterException
                    ?? new ClusterException(ClusterFault.RolloutTimeout, "The wait for pods was stopped.", plan.Where);
                throw await ChangeSetRun.RevertAsync(session.Resources, written, cause).ConfigureAwait(false);
            }
        }

        async Task<TrafficSplit?> PlanAgainAsync(ClusterException refusal)
        {
            WeightPlan fresh = await PlanAsync(session, pinned, cancellationToken).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, current.Version, fresh.Version);
            current = fresh;
            return fresh.HasChanges ? null : fresh.Before;
        }
    }

    /// <summary>A write of what an earlier one stored.</summary>
    private static ObjectWrite After(ObjectWrite write, IReadOnlyList<WrittenObject> written) =>
        write is ObjectUpdate update
            && written.FirstOrDefault(one => one.Write.Target == write.Target)?.After is { } stored
            ? update.PlanAgain(stored)
            : write;

    /// <summary>
    /// What was shown stays meant: the object, the subset and a named route. An index is not pinned, because a route
    /// inserted above would give it to another one.
    /// </summary>
    private static WeightRequest Pin(WeightPlan plan) => plan.Request with
    {
        Provider = plan.Before.Provider,
        RouteObject = plan.Target.Name,
        Subset = plan.Canary,
        Route = plan.Request.Route ?? (plan.RouteIsNamed ? plan.Route : null),
        Among = null,
    };
}

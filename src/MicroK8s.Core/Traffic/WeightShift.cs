using MicroK8s.Connection;
using MicroK8s.Errors;
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
        bool withPods = !request.IgnoreReadiness;
        TrafficSnapshot state = await TrafficReader.ReadAsync(
            session, request.Namespace, request.Service, withPods, cancellationToken).ConfigureAwait(false);
        return WeightPlanner.Plan(request, state);
    }

    /// <summary>
    /// Applies a plan. After a conflict everything is read, checked and decided anew.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The split as it is now.</returns>
    /// <exception cref="ClusterException">Conflict, and all that <see cref="PlanAsync"/> throws.</exception>
    public static async Task<TrafficSplit> ApplyAsync(
        IClusterSession session, WeightPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.HasChanges) return plan.Before;
        WeightRequest pinned = Pin(plan);
        WeightPlan current = plan;
        try
        {
            return await ConflictRetry.RunAsync(plan.Target, WriteAsync, PlanAgainAsync, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ClusterException fault) when (LostAnswer.Is(fault))
        {
            throw LostAnswer.Explain(fault, $"the change of {current.Where}");
        }

        async Task<TrafficSplit> WriteAsync()
        {
            await session.Resources.PatchAsync(plan.Target, current.Patch, dryRun: false, cancellationToken)
                .ConfigureAwait(false);
            return current.After;
        }

        async Task<TrafficSplit?> PlanAgainAsync(ClusterException refusal)
        {
            WeightPlan fresh = await PlanAsync(session, pinned, cancellationToken).ConfigureAwait(false);
            ConflictRetry.RequireStale(refusal, current.Version, fresh.Version);
            current = fresh;
            return fresh.HasChanges ? null : fresh.Before;
        }
    }

    /// <summary>
    /// What was shown stays meant: the object, the subset and a named route. An index is not pinned, because a route
    /// inserted above would give it to another one.
    /// </summary>
    private static WeightRequest Pin(WeightPlan plan) => plan.Request with
    {
        RouteObject = plan.Target.Name,
        Subset = plan.Canary,
        Route = plan.Request.Route ?? (plan.RouteIsNamed ? plan.Route : null),
        Among = null,
    };
}

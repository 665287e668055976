using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Traffic;

/// <summary>Shifts traffic between the subsets of a service.</summary>
public static class WeightShift
{
    /// <summary>Tries of a write in all, when somebody else keeps changing the object.</summary>
    public const int Tries = 5;

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
    /// Applies a plan. After a conflict everything is read, checked and decided anew, <see cref="Tries"/> times at
    /// most.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The split as it is now.</returns>
    /// <exception cref="ClusterException">Conflict, and all that <see cref="PlanAsync"/> throws.</exception>
    public static async Task<TrafficSplit> ApplyAsync(
        IClusterSession session, WeightPlan plan, CancellationToken cancellationToken)
    {
        WeightRequest pinned = Pin(plan);
        for (int attempt = 1; plan.HasChanges; attempt++)
        {
            try
            {
                await session.Resources.PatchAsync(plan.Target, plan.Patch, dryRun: false, cancellationToken)
                    .ConfigureAwait(false);
                return plan.After;
            }
            catch (ClusterException exception) when (attempt < Tries && MayBeStale(exception))
            {
                WeightPlan fresh = await PlanAsync(session, pinned, cancellationToken).ConfigureAwait(false);

                // Nobody wrote meanwhile, so the server means the change itself.
                if (fresh.Version == plan.Version) throw;
                plan = fresh;
            }
        }

        return plan.Before;
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

    // A path or test that no longer holds is refused as invalid (422) before the server compares versions.
    private static bool MayBeStale(ClusterException exception) =>
        exception.Fault is ClusterFault.Conflict or ClusterFault.InvalidSpec;
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Makes canaries.</summary>
public static class CanaryCreation
{
    /// <summary>Reads what there is, decides, and lets the server check every write without storing it.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound, AlreadyExists, InvalidSpec, KindNotSupported, RouteNotFound, RouteUnreachable, AmbiguousRoute,
    /// ThirdDestination, OwnedByController, QuotaExceeded, AccessDenied.
    /// </exception>
    public static async Task<CanaryPlan> PlanAsync(
        IClusterSession session, CanaryRequest request, CancellationToken cancellationToken)
    {
        CanaryPlan plan = CanaryPlanner.Plan(
            request, await ReadAsync(session, request, cancellationToken).ConfigureAwait(false));
        foreach (ObjectChange change in plan.Changes)
        {
            await change.Write.PreviewAsync(session.Resources, cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    /// <summary>
    /// Carries a plan out: all of it or nothing. A stop of the caller ends the wait only, because half of the writes
    /// would be worse than all; the canary then stays without traffic.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="plan">The plan that was shown.</param>
    /// <param name="wait">How to wait for ready pods. Null for not at all, which fits weight 0 only.</param>
    /// <param name="undoing">Told of the fault because of which all is undone, before it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How the route shares traffic now.</returns>
    /// <exception cref="ClusterException">As the server or the wait says; PartialFailure.</exception>
    public static async Task<TrafficSplit> RunAsync(
        IClusterSession session, CanaryPlan plan, PodWait? wait, IProgress<ClusterException> undoing,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<WrittenObject> written = await ChangeSetRun
            .ApplyAsync(session.Resources, plan.Changes.Select(change => change.Write)).ConfigureAwait(false);
        try
        {
            if (wait is not null)
            {
                await wait.RunAsync(session, written[^1].After!, cancellationToken).ConfigureAwait(false);
            }

            return await WeighAsync(session, plan, wait, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            undoing.Report(cause);
            throw await ChangeSetRun.RevertAsync(session.Resources, written, cause).ConfigureAwait(false);
        }
    }

    private static async Task<CanarySnapshot> ReadAsync(
        IClusterSession session, CanaryRequest request, CancellationToken cancellationToken)
    {
        IResources resources = session.Resources;
        var stableRef = new ResourceRef(ResourceTypes.Deployment, request.Namespace, request.Name);
        var serviceRef = new ResourceRef(ResourceTypes.Service, request.Namespace, request.Name);
        KubeObject stable = await resources.FindAsync(stableRef, cancellationToken).ConfigureAwait(false)
            ?? throw ServiceFaults.NotFound(request.Name, request.Namespace);
        KubeObject service = await resources.GetAsync(serviceRef, cancellationToken).ConfigureAwait(false);
        KubeObject? canary = await resources.FindAsync(request.Target, cancellationToken).ConfigureAwait(false);
        var reader = new TrafficReader(session, request.Namespace, request.Provider);
        RoutingObjects read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new CanarySnapshot(stable, service, canary, read, reader.Snapshot(request.Name, read));
    }

    private static async Task<TrafficSplit> WeighAsync(
        IClusterSession session, CanaryPlan plan, PodWait? wait, CancellationToken cancellationToken)
    {
        WeightPlan weight = await WeightShift.PlanAsync(session, plan.Weight, cancellationToken)
            .ConfigureAwait(false);
        return await WeightShift.ApplyAsync(session, weight, wait, cancellationToken)
            .ConfigureAwait(false);
    }
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Waiting;
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
    /// <param name="timeout">How long to wait for ready pods. Null for not at all, which fits weight 0 only.</param>
    /// <param name="progress">Told of every change while waiting.</param>
    /// <param name="undoing">Told of the fault because of which all is undone, before it is.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How the route shares traffic now.</returns>
    /// <exception cref="ClusterException">As the server or the wait says; PartialFailure.</exception>
    public static async Task<TrafficSplit> RunAsync(
        IClusterSession session, CanaryPlan plan, WaitLimit? timeout, IProgress<RolloutProgress> progress,
        IProgress<ClusterException> undoing, TimeProvider clock, CancellationToken cancellationToken)
    {
        IReadOnlyList<WrittenObject> written = await ChangeSetRun
            .ApplyAsync(session.Resources, plan.Changes.Select(change => change.Write)).ConfigureAwait(false);
        try
        {
            if (timeout is { } limit)
            {
                KubeObject deployment = written[^1].After!;
                await RolloutWait.RunAsync(session, deployment, limit, progress, clock, cancellationToken)
                    .ConfigureAwait(false);
            }

            return await WeighAsync(session, plan, cancellationToken).ConfigureAwait(false);
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
        RoutingObjects read =
            await TrafficReader.ReadAsync(session, request.Namespace, cancellationToken).ConfigureAwait(false);
        var traffic = new TrafficSnapshot(
            new ServiceHost(request.Name, request.Namespace), request.Namespace,
            TrafficReader.RoutesOf(read, request.Namespace));
        return new CanarySnapshot(stable, service, canary, read, traffic);
    }

    private static async Task<TrafficSplit> WeighAsync(
        IClusterSession session, CanaryPlan plan, CancellationToken cancellationToken)
    {
        CanaryRequest wanted = plan.Request;
        var request = new WeightRequest(wanted.Namespace, wanted.Name, wanted.Weight)
        {
            Subset = plan.Backends.Canary,
            RouteObject = plan.Route.RouteObject,
            Route = plan.Route.Label,
            IgnoreReadiness = wanted.Weight == 0,
            IgnoreUnreachable = wanted.IgnoreOwner,
            IgnoreOwner = wanted.IgnoreOwner,
        };
        WeightPlan weight = await WeightShift.PlanAsync(session, request, cancellationToken).ConfigureAwait(false);
        return await WeightShift.ApplyAsync(session, weight, cancellationToken).ConfigureAwait(false);
    }
}

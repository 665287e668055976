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
            await TryAsync(session.Resources, change, cancellationToken).ConfigureAwait(false);
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
        var undo = new UndoList();
        try
        {
            KubeObject? deployment = null;
            foreach (ObjectChange change in plan.Changes)
            {
                deployment = await StoreAsync(session.Resources, change, undo).ConfigureAwait(false);
            }

            if (timeout is { } limit)
            {
                await RolloutWait.RunAsync(session, deployment!, limit, progress, clock, cancellationToken)
                    .ConfigureAwait(false);
            }

            return await WeighAsync(session, plan, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException cause)
        {
            undoing.Report(cause);
            throw await undo.RunAsync(cause).ConfigureAwait(false);
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

    private static async Task TryAsync(
        IResources resources, ObjectChange change, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(resources, change, dryRun: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (DryRun.WasImpossible(exception))
        {
            // The real write will tell.
        }
    }

    private static Task<KubeObject> WriteAsync(
        IResources resources, ObjectChange change, bool dryRun, CancellationToken cancellationToken) =>
        change.Manifest is null
            ? resources.PatchAsync(change.Target, change.Patch!, dryRun, cancellationToken)
            : resources.CreateAsync(change.Target.Type, change.Manifest, dryRun, cancellationToken);

    private static async Task<KubeObject> StoreAsync(IResources resources, ObjectChange change, UndoList undo)
    {
        try
        {
            KubeObject written = await WriteAsync(resources, change, dryRun: false, CancellationToken.None)
                .ConfigureAwait(false);
            undo.Add($"{change.Target}", Inverse(resources, change, written));
            return written;
        }
        catch (ClusterException exception) when (LostAnswer.Is(exception))
        {
            undo.Add($"{change.Target}", token => RequireUnstoredAsync(resources, change, token));
            throw;
        }
    }

    /// <summary>
    /// After a write whose answer was lost. What is there now may as well be somebody else's, so it is named and not
    /// taken back.
    /// </summary>
    private static async Task RequireUnstoredAsync(
        IResources resources, ObjectChange change, CancellationToken cancellationToken)
    {
        KubeObject? now = await resources.FindAsync(change.Target, cancellationToken).ConfigureAwait(false);
        if (now?.ResourceVersion == change.Read?.ResourceVersion) return;
        string what = change.Read is null ? "made" : "changed";
        throw new ClusterException(
            ClusterFault.PartialFailure, $"it was {what} though the server's answer was lost", change.Target.Name);
    }

    /// <summary>Takes one write back, unless somebody has written since: the version no longer fits then.</summary>
    private static Func<CancellationToken, Task> Inverse(
        IResources resources, ObjectChange change, KubeObject written) =>
        change.Read is { } read
            ? token => resources.PatchAsync(
                change.Target, new JsonPatch(written).Replace("/spec", read.ToNode()["spec"]), dryRun: false, token)
            : token => resources.DeleteAsync(change.Target, written.Uid, dryRun: false, token);

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

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>
/// What a wait for the rollout of a workload would call a certain failure, found by one look: the same rules, on lists
/// in the place of watches.
/// </summary>
internal static class StandingFailure
{
    /// <summary>Looks for it. Nobody has watched since when a suspicion stands, so the age of its pod counts.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">A workload that is not well.</param>
    /// <param name="now">The time of reading.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The failure. Null if none is certain, or if the user may not read the pods.</returns>
    /// <exception cref="ClusterException">Unreachable, NotAuthenticated.</exception>
    public static async Task<RolloutVerdict.Failed?> FindAsync(
        IClusterSession session, KubeObject workload, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RolloutSnapshot snapshot;
        try
        {
            snapshot = await ReadAsync(session.Resources, workload, now, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied)
        {
            return null;
        }

        var check = new FailureDoubleCheck(session, workload);
        while (RolloutRules.Judge(check.AddTo(snapshot)) is RolloutVerdict.Failed failed)
        {
            if (failed.Cause is not { } cause
                || !await check.RaiseAsync(cause, cancellationToken).ConfigureAwait(false)) return failed;
        }

        return null;
    }

    private static async Task<RolloutSnapshot> ReadAsync(
        IResources resources, KubeObject workload, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cache = new RolloutCache(workload);
        IEnumerable<ResourceQuery> queries = RolloutWatches.QueriesFor(workload)
            .Where(query => query.Type.Kind != workload.Kind);
        IReadOnlyList<WatchedEvent>[] lists = await Task.WhenAll(queries.Select(ListAsync)).ConfigureAwait(false);
        foreach (WatchedEvent item in lists.SelectMany(list => list)) cache.Apply(item, now);

        RolloutSnapshot snapshot = cache.Snapshot(now) with { Workload = workload };
        return snapshot with
        {
            SuspectedSince = RolloutCauses.Find(snapshot).DistinctBy(cause => cause.Key)
                .ToDictionary(cause => cause.Key, cause => Since(snapshot, cause), StringComparer.Ordinal),
        };

        async Task<IReadOnlyList<WatchedEvent>> ListAsync(ResourceQuery query)
        {
            IReadOnlyList<KubeObject> items =
                await resources.ReadAllAsync(query, cancellationToken).ConfigureAwait(false);
            return
            [
                .. items.Select(
                    item => new WatchedEvent(query, new WatchEvent(WatchEventKind.Changed, query.Type, item))),
            ];
        }
    }

    private static DateTimeOffset Since(RolloutSnapshot snapshot, RolloutCause cause) =>
        snapshot.Pods.FirstOrDefault(pod => pod.Name == cause.Pod)?.Created
        ?? snapshot.Revisions.Max(revision => revision.Created) ?? snapshot.Now;
}

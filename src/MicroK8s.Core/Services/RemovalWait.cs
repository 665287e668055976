using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;
using MicroK8s.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Waits until what was removed is gone, with its pods.</summary>
public sealed class RemovalWait
{
    /// <summary>After the time-out, so short that the error is still in time.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(700);

    private readonly IResources _resources;
    private readonly IProgress<RolloutProgress> _progress;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    private RemovalWait(IResources resources, IProgress<RolloutProgress> progress, TimeProvider clock)
    {
        _resources = resources;
        _progress = progress;
        _clock = clock;
        _start = clock.GetTimestamp();
    }

    /// <summary>
    /// Waits. First the ReplicaSets must be gone, because they make new pods as long as they are there; then the pods.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What was removed.</param>
    /// <param name="replicaSets">What <see cref="FindReplicaSetsAsync"/> found before the removal.</param>
    /// <param name="timeout">After this, RolloutTimeout.</param>
    /// <param name="progress">Told of every pod that goes.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClusterException">RolloutTimeout.</exception>
    public static async Task RunAsync(
        IResources resources, ServiceRemovalPlan plan, IReadOnlySet<string> replicaSets, WaitLimit timeout,
        IProgress<RolloutProgress> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var wait = new RemovalWait(resources, progress, clock);
        using var limit = new CancellationTokenSource(timeout.Left, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            foreach (ObjectDeletion workload in plan.Workloads)
            {
                await wait.UntilPodsAreGoneAsync(workload, replicaSets, end.Token).ConfigureAwait(false);
            }

            // A finalizer may hold an object longer than its pods: a load balancer has to be given back first.
            foreach (ObjectDeletion item in plan.Items)
            {
                await wait.UntilGoneAsync(ResourceQuery.For(item.Target), seen => seen.Uid == item.Read.Uid, end.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            string[] held = await wait.TryFindHeldAsync(plan, cancellationToken).ConfigureAwait(false);
            throw new ClusterException(
                ClusterFault.RolloutTimeout,
                $"Microservice {plan.Namespace}/{plan.Name} was removed, but after {timeout} "
                + "there are still "
                + $"{string.Join(", ", held.Concat(wait._left.Order(StringComparer.Ordinal)).Distinct())}.",
                plan.Name,
                held.Length == 0 ? null : "A finalizer is taken away by the program that set it; see whether it runs.");
        }
    }

    /// <summary>The uids of the ReplicaSets that the Deployments own.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="plan">What will be removed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlySet<string>> FindReplicaSetsAsync(
        IResources resources, ServiceRemovalPlan plan, CancellationToken cancellationToken)
    {
        var uids = new HashSet<string>(StringComparer.Ordinal);
        foreach (ObjectDeletion item in plan.Workloads.Where(item => item.Target.Type == ResourceTypes.Deployment))
        {
            ResourceQuery query = WorkloadPods.Query(item.Read, ResourceTypes.ReplicaSet);
            await foreach (KubeObject set in resources.ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (set.ControllerUid == item.Read.Uid) uids.Add(set.Uid);
            }
        }

        return uids;
    }

    /// <summary>
    /// The same, but nothing if the server does not answer any more: the time-out is the fault then too.
    /// </summary>
    private async Task<string[]> TryFindHeldAsync(ServiceRemovalPlan plan, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LastLook, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FindHeldAsync(plan, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ClusterException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }

    /// <summary>
    /// What finalizers other than those of the garbage collector hold: it keeps what it owns from going, too.
    /// </summary>
    private async Task<string[]> FindHeldAsync(ServiceRemovalPlan plan, CancellationToken cancellationToken)
    {
        var held = new List<string>();
        foreach (ObjectDeletion item in plan.Items)
        {
            KubeObject? now = await _resources.FindAsync(item.Target, cancellationToken).ConfigureAwait(false);
            if (now?.Uid != item.Read.Uid) continue;
            string[] finalizers =
            [
                .. now.Json.Items("metadata", "finalizers")
                    .Select(name => name.Text() ?? "")
                    .Where(name => name is not ("foregroundDeletion" or "orphan")),
            ];
            if (finalizers.Length == 0) continue;
            string title = $"{item.Target.Type.Kind} {now.Name}";
            _left.Remove(title);
            held.Add($"{title} (held by finalizer {string.Join(", ", finalizers)})");
        }

        return [.. held];
    }

    private async Task UntilPodsAreGoneAsync(
        ObjectDeletion workload, IReadOnlySet<string> replicaSets, CancellationToken cancellationToken)
    {
        ResourceQuery pods = WorkloadPods.Query(workload.Read);
        if (workload.Target.Type != ResourceTypes.Deployment)
        {
            await UntilGoneAsync(pods, pod => pod.ControllerUid == workload.Read.Uid, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        await UntilGoneAsync(
            WorkloadPods.Query(workload.Read, ResourceTypes.ReplicaSet), set => replicaSets.Contains(set.Uid),
            cancellationToken)
            .ConfigureAwait(false);
        await UntilGoneAsync(pods, pod => replicaSets.Contains(pod.ControllerUid ?? ""), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task UntilGoneAsync(
        ResourceQuery query, Func<KubeObject, bool> isMeant, CancellationToken cancellationToken)
    {
        int most = 0;
        bool isComplete = false;
        IAsyncEnumerable<WatchEvent> changes = _resources.WatchAsync(query, cancellationToken);
        await foreach (WatchEvent change in changes.ConfigureAwait(false))
        {
            if (change.Item is { } item && isMeant(item))
            {
                string name = $"{query.Type.Kind} {item.Name}";
                if (change.Kind == WatchEventKind.Removed) _left.Remove(name);
                else _left.Add(name);
            }

            isComplete |= change.Kind == WatchEventKind.Synced;
            if (!isComplete) continue;
            if (_left.Count == 0) return;
            most = Math.Max(most, _left.Count);
            int gone = most - _left.Count;
            _progress.Report(new RolloutProgress(
                most, gone, gone, $"waiting for {_left.Count} {query.Type.Plural} to go",
                _clock.GetElapsedTime(_start)));
        }
    }
}

using System.Threading.Channels;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>The watches behind a wait, merged into one stream.</summary>
internal static class RolloutWatches
{
    /// <summary>What is watched for a workload, itself first.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    public static IReadOnlyList<ResourceQuery> QueriesFor(KubeObject workload)
    {
        WorkloadKind kind = WorkloadKinds.Of(workload);
        string? space = workload.Namespace;
        ResourceQuery[] common =
        [
            ResourceQuery.For(WorkloadKinds.RefOf(workload)),
            WorkloadPods.Query(workload, RevisionObjects.TypeFor(kind)),
            WorkloadPods.Query(workload),

            // Normal events too: that a node is coming, or a volume is mounted at last, speaks against a suspicion.
            new(ResourceTypes.Event, space) { FieldSelector = "involvedObject.kind=Pod" },
        ];

        // A ReplicaSet tells in its status that its pods are refused; the other kinds only in events.
        return kind == WorkloadKind.Deployment
            ? common
            :
            [
                .. common,
                new(ResourceTypes.Event, space)
                {
                    FieldSelector = $"involvedObject.kind={kind},involvedObject.name={workload.Name}",
                },
            ];
    }

    /// <summary>Runs every watch until the token is cancelled; a fault of one ends the stream with it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="queries">What is watched. Without the first of them there is nothing to wait for.</param>
    /// <param name="target">Where reports go.</param>
    /// <param name="cancellationToken">Ends the watches.</param>
    public static Task RunAsync(
        IResources resources, IReadOnlyList<ResourceQuery> queries, ChannelWriter<WaitSignal> target,
        CancellationToken cancellationToken) => Task.WhenAll(queries.Select(
            query => PumpAsync(resources, query, isVital: query == queries[0], target, cancellationToken)));

    private static async Task PumpAsync(
        IResources resources, ResourceQuery query, bool isVital, ChannelWriter<WaitSignal> target,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (WatchEvent change in
                resources.WatchAsync(query, cancellationToken).ConfigureAwait(false))
            {
                await target.WriteAsync(new WatchedEvent(query, change), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.AccessDenied && !isVital)
        {
            // Who may not read pods or events can still wait; only the cause of a failure will say less.
            var synced = new WatchEvent(WatchEventKind.Synced, query.Type, null);
            await target.WriteAsync(new WatchedEvent(query, synced), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            target.TryComplete(exception);
        }
    }
}

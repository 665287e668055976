using System.Threading.Channels;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>The watches behind a wait, merged into one stream; a null in it is only a knock to judge again.</summary>
internal static class RolloutFeed
{
    /// <summary>The kinds that are watched.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
        [ResourceTypes.Deployment, ResourceTypes.ReplicaSet, ResourceTypes.Pod, ResourceTypes.Event];

    /// <summary>Runs every watch until the token is cancelled; a fault of one ends the stream with it.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The Deployment.</param>
    /// <param name="target">Where reports go.</param>
    /// <param name="cancellationToken">Ends the watches.</param>
    public static Task RunAsync(
        IResources resources, KubeObject workload, ChannelWriter<ResourceChange?> target,
        CancellationToken cancellationToken)
    {
        string? space = workload.Namespace;
        string selector = LabelSelectors.Text(workload.Json.At("spec", "selector") ?? default);
        ResourceQuery[] queries =
        [
            ResourceQuery.For(new ResourceRef(ResourceTypes.Deployment, space, workload.Name)),
            new(ResourceTypes.ReplicaSet, space) { LabelSelector = selector },
            new(ResourceTypes.Pod, space) { LabelSelector = selector },

            // Normal events too: that a node is coming, or a volume is mounted at last, speaks against a suspicion.
            new(ResourceTypes.Event, space) { FieldSelector = "involvedObject.kind=Pod" },
        ];
        return Task.WhenAll(queries.Select(query => PumpAsync(resources, query, target, cancellationToken)));
    }

    private static async Task PumpAsync(
        IResources resources, ResourceQuery query, ChannelWriter<ResourceChange?> target,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ResourceChange change in
                resources.WatchAsync(query, cancellationToken).ConfigureAwait(false))
            {
                target.TryWrite(change);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
        }
        catch (ClusterException exception)
            when (exception.Fault == ClusterFault.AccessDenied && query.Type != ResourceTypes.Deployment)
        {
            // Who may not read pods or events can still wait; only the cause of a failure will say less.
            target.TryWrite(new ResourceChange(ResourceChangeKind.Synced, query.Type, null));
        }
        catch (Exception exception)
        {
            target.TryComplete(exception);
        }
    }
}

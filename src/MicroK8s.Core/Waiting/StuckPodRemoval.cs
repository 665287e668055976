using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Revisions;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Waiting;

/// <summary>Deletes the pods that a StatefulSet would wait for for ever.</summary>
internal static class StuckPodRemoval
{
    /// <summary>The controller answers within a second; after this it does not run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Deletes what is not ready and not of the new revision. First the controller must have seen the template: before,
    /// it would make a deleted pod anew of the broken revision.
    /// </summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="written">The StatefulSet as its new template was written.</param>
    /// <param name="planned">The pods that stood in the way before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">PartialFailure; the message says which pods remain.</exception>
    public static async Task RunAsync(
        IResources resources, KubeObject written, IReadOnlyList<KubeObject> planned,
        CancellationToken cancellationToken)
    {
        var left = new List<KubeObject>(planned);
        try
        {
            KubeObject ready = await SetPartitionAsync(resources, written, cancellationToken).ConfigureAwait(false);
            KubeObject seen = await WaitUntilSeenAsync(resources, ready, cancellationToken).ConfigureAwait(false);
            string? revision = seen.Json.Text("status", "updateRevision");

            // Since the plan, one may have become ready, and the controller may have made another one.
            IReadOnlyList<KubeObject> pods = await resources
                .ReadAllAsync(WorkloadPods.Query(written), cancellationToken).ConfigureAwait(false);
            left = [.. StuckPods.Of(
                written, pod => pod.Labels.GetValueOrDefault(NewestRevision.HashLabel) == revision, pods)];
            while (left.Count > 0)
            {
                await DeleteAsync(resources, left[0], cancellationToken).ConfigureAwait(false);
                left.RemoveAt(0);
            }
        }
        catch (ClusterException exception) when (left.Count > 0)
        {
            throw Remain(written, left, exception);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.RolloutTimeout)
        {
            // Nothing is known to stand in the way; the wait for the pods will tell.
        }
    }

    /// <summary>A partition of zero holds no pod back, but lets a deleted one get the new revision.</summary>
    private static async Task<KubeObject> SetPartitionAsync(
        IResources resources, KubeObject written, CancellationToken cancellationToken)
    {
        if (!StatefulSetRules.RemakesAsBefore(written)) return written;
        ObjectUpdate update = ObjectUpdate.Plan(WorkloadKinds.RefOf(written), written, read =>
        {
            JsonObject copy = read.ToNode();
            copy.Open("spec").Open("updateStrategy").Open("rollingUpdate")["partition"] = 0;
            return copy;
        });
        WrittenObject done = await update.WriteAsync(resources, cancellationToken).ConfigureAwait(false);
        return done.After!;
    }

    private static async Task DeleteAsync(IResources resources, KubeObject pod, CancellationToken cancellationToken)
    {
        var target = new ResourceRef(ResourceTypes.Pod, pod.Namespace, pod.Name);
        try
        {
            await new ObjectDeletion(target, pod).WriteAsync(resources, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Conflict)
        {
            // Its name is another pod's by now.
        }
    }

    private static async Task<KubeObject> WaitUntilSeenAsync(
        IResources resources, KubeObject written, CancellationToken cancellationToken)
    {
        if (WorkloadStatus.HasSeen(written)) return written;
        ResourceRef target = WorkloadKinds.RefOf(written);
        using var limit = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            IAsyncEnumerable<WatchEvent> changes = resources.WatchAsync(ResourceQuery.For(target), either.Token);
            await foreach (WatchEvent change in changes.ConfigureAwait(false))
            {
                if (change.Item is { } item && item.Json.Count("status", "observedGeneration") >= written.Generation)
                {
                    return item;
                }
            }

            throw new OperationCanceledException();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterException(
                ClusterFault.RolloutTimeout,
                $"Its controller has not seen the template for {Patience.TotalSeconds:0} s.", target.ToString());
        }
    }

    private static ClusterException Remain(KubeObject written, List<KubeObject> pods, ClusterException cause)
    {
        string[] names = [.. pods.Select(pod => pod.Name)];
        return new ClusterException(
            ClusterFault.PartialFailure,
            $"{written} has its new template, but these pods of the broken revision remain, and it waits for them for "
            + $"ever: {string.Join(", ", names)}. {cause.Message}",
            written.ToString(),
            $"Delete them: kubectl delete pod -n {written.Namespace} {string.Join(' ', names)}", cause);
    }
}

using System.Threading.Channels;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Waiting;

/// <summary>Waits for a rollout until it is done or certain to fail.</summary>
public static class RolloutWait
{
    /// <summary>Waits for the newest revision of a workload.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="timeout">After this, <see cref="ClusterFault.RolloutTimeout"/>.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The workload as it was when it was done.</returns>
    /// <exception cref="ClusterException">
    /// The cause, with a <see cref="RolloutFailure"/> as target; ResourceNotFound if there is no such workload.
    /// </exception>
    public static async Task<KubeObject> RunAsync(
        IClusterSession session, ResourceRef workload, WaitLimit timeout, IProgress<RolloutProgress> progress,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        KubeObject baseline = await session.Resources.GetAsync(workload, cancellationToken).ConfigureAwait(false);
        return await RunAsync(session, baseline, timeout, progress, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for the revision that a write has just made. Unlike with a name, no change of others can slip in between
    /// the write and the wait: it is <see cref="ClusterFault.Superseded"/>.
    /// </summary>
    /// <param name="session">The cluster.</param>
    /// <param name="baseline">The workload as the write returned it.</param>
    /// <param name="timeout">After this, <see cref="ClusterFault.RolloutTimeout"/>.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The workload as it was when it was done.</returns>
    /// <exception cref="ClusterException">The cause, with a <see cref="RolloutFailure"/> as target.</exception>
    public static async Task<KubeObject> RunAsync(
        IClusterSession session, KubeObject baseline, WaitLimit timeout, IProgress<RolloutProgress> progress,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        // Bounded: a server that floods a watch must not fill the memory, nor outrun the one who reads.
        var changes = Channel.CreateBounded<WaitSignal>(
            new BoundedChannelOptions(RolloutWaiter.MostNews) { SingleReader = true });
        var end = new CancellationTokenSource();
        _ = RolloutWatches.RunAsync(
            session.Resources, RolloutWatches.QueriesFor(baseline), changes.Writer, end.Token);
        try
        {
            var watch = new RolloutWaiter(session, baseline, timeout, progress, clock);
            return await watch.ReadAsync(changes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // In the background: nobody, least of all Ctrl+C, has to wait until the streams are closed.
            _ = end.CancelAsync();
        }
    }
}

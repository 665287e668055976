using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Rollouts;

/// <summary>Waits for a rollout until it is done or certain to fail.</summary>
public static class RolloutWait
{
    /// <summary>Waits for the newest revision of a Deployment.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="workload">The Deployment.</param>
    /// <param name="timeout">After this, <see cref="ClusterFault.RolloutTimeout"/>.</param>
    /// <param name="progress">Told of every change.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The workload as it was when it was done.</returns>
    /// <exception cref="ClusterException">The cause, with a <see cref="RolloutFailure"/> as target.</exception>
    public static Task<KubeObject> RunAsync(
        IClusterSession session, ResourceRef workload, TimeSpan timeout, IProgress<RolloutProgress> progress,
        TimeProvider clock, CancellationToken cancellationToken) => throw new NotSupportedException();
}

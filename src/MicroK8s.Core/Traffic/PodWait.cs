using MicroK8s.Connection;
using MicroK8s.Resources;
using MicroK8s.Waiting;

namespace MicroK8s.Traffic;

/// <summary>How to wait until the pods of a Deployment run.</summary>
/// <param name="Limit">How long.</param>
/// <param name="Progress">Told of every change.</param>
/// <param name="Clock">Tells the time.</param>
public sealed record PodWait(WaitLimit Limit, IProgress<RolloutProgress> Progress, TimeProvider Clock)
{
    /// <summary>Waits.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="deployment">The Deployment as it was written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal Task<KubeObject> RunAsync(
        IClusterSession session, KubeObject deployment, CancellationToken cancellationToken) =>
        RolloutWait.RunAsync(session, deployment, Limit, Progress, Clock, cancellationToken);
}

using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Forwarding;

/// <summary>Opens the ways to the pods of a microservice.</summary>
internal sealed class ForwardTunnels(
    IClusterSession session, KubeObject workload, KubeObject? front, string? wanted, ForwardPods pods,
    TimeProvider clock)
{
    /// <summary>How long a connection waits for a ready pod; longer than a pod usually takes to be replaced.</summary>
    private static readonly TimeSpan PodTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Pods that are tried for one connection.</summary>
    private const int MostTries = 3;

    /// <summary>An API server that restarts on a busy machine is back by then.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait before the pods are tried again when none can be reached.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    /// <summary>Opens a tunnel; waits for a ready pod, and for the API server to be back.</summary>
    /// <param name="onPort">Told the port of the pod before it is tried.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">NoReadyPod, Unreachable, PortForwardFailed, AccessDenied.</exception>
    public async Task<IPodTunnel> OpenAsync(Action<int> onPort, CancellationToken cancellationToken)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        ClusterException? outage = null;
        long began = clock.GetTimestamp();
        while (true)
        {
            TimeSpan limit = outage is null ? PodTimeout : OutagePause;
            if (await pods.WaitAsync(failed, limit, clock, cancellationToken).ConfigureAwait(false) is not { } pod)
            {
                if (outage is null) throw PodChoice.NoneReady(workload);
                if (clock.GetElapsedTime(began) > LongestOutage) throw outage;

                // The API server may be on its way back; that it is not there says nothing about the pods.
                failed.Clear();
                continue;
            }

            try
            {
                int port = RemotePorts.Resolve(front, pod, wanted);
                onPort(port);
                return await session.PortForward
                    .ConnectAsync(workload.Namespace!, pod.Name, port, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable
                || (outage is not null
                    && exception.Fault is ClusterFault.AccessDenied or ClusterFault.NotAuthenticated))
            {
                // A server that was away does not know its own roles and tokens for some seconds.
                outage = exception;
                failed.Add(pod.Uid);
            }
            catch (ClusterException exception) when (failed.Count + 1 < MostTries
                && exception.Fault is ClusterFault.ResourceNotFound or ClusterFault.InvalidSpec)
            {
                // The watch is a little behind: this pod is on its way out.
                failed.Add(pod.Uid);
            }
        }
    }
}

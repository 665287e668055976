using System.Net;
using System.Net.Sockets;
using MicroK8s.Addresses;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Forwarding;

/// <summary>Opens local ports that lead to microservices.</summary>
public static class PortForwarding
{
    /// <summary>Opens a port. It stays open, whatever becomes of the caller's token, until it is disposed.</summary>
    /// <param name="session">The cluster; it must live as long as what is returned.</param>
    /// <param name="workload">The microservice's workload; one of its pods must be ready.</param>
    /// <param name="mapping">Which port leads where.</param>
    /// <param name="address">The local address to listen at.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="ClusterException">
    /// NoReadyPod; InvalidSpec: no such port; PortForwardFailed: the local port is in use or not allowed; AccessDenied
    /// (<c>list</c> and <c>watch pods</c>); Unreachable.
    /// </exception>
    public static async Task<ServicePortForward> OpenAsync(
        IClusterSession session, KubeObject workload, PortMapping mapping, IPAddress address, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        KubeObject? front = await ServicesOf.TryFindFirstAsync(session.Resources, workload, cancellationToken)
            .ConfigureAwait(false);
        var stop = new CancellationTokenSource();
        var pods = new ForwardPods(session.Resources, workload);
        var synced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task watching = pods.RunAsync(synced, stop.Token);
        try
        {
            Task first = await Task.WhenAny(synced.Task, watching).WaitAsync(cancellationToken).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            KubeObject pod = pods.Current ?? throw PodChoice.NoneReady(workload);
            int remote = RemotePorts.Resolve(front, pod, mapping.Remote);
            Socket listener = Listen(address, mapping.Local ?? remote);
            var forward = new ServicePortForward(session, workload, front, mapping.Remote, listener, pods, clock, stop)
            {
                RemotePort = remote,
            };
            _ = forward.RunAsync(watching);
            return forward;
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen();
            return listener;
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new ClusterException(
                ClusterFault.PortForwardFailed,
                $"The local port {port} of {address} cannot be opened: {exception.Message.TrimEnd('.')}.", port,
                "Choose another one, or leave it to the system: -Port :REMOTE.", exception);
        }
    }
}

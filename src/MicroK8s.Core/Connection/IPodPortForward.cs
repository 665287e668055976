using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>Connects to ports of pods through the API server.</summary>
public interface IPodPortForward
{
    /// <summary>Opens one connection to a port of a pod. Whether anything listens there is told by reading.</summary>
    /// <param name="namespaceName">The namespace of the pod.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// Unreachable; AccessDenied (<c>create pods/portforward</c>); ResourceNotFound; InvalidSpec: the pod does not run.
    /// </exception>
    Task<IPodTunnel> ConnectAsync(
        string namespaceName, string pod, int port, CancellationToken cancellationToken);
}

using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>One connection to a port of a pod. One caller reads while another writes.</summary>
public interface IPodTunnel : IAsyncDisposable
{
    /// <summary>The next bytes from the pod; empty when the pod has closed its side.</summary>
    /// <exception cref="ClusterException">
    /// PortForwardFailed, with what the node said: nothing listens there, or the pod is gone. Unreachable: the
    /// connection broke off.
    /// </exception>
    Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends bytes to the pod.</summary>
    /// <exception cref="ClusterException">Unreachable: the connection broke off.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Closes our side: the pod reads an end, and may still answer.</summary>
    /// <exception cref="ClusterException">Unreachable: the connection broke off.</exception>
    Task EndAsync(CancellationToken cancellationToken);
}

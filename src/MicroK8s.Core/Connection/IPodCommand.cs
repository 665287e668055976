using MicroK8s.Errors;

namespace MicroK8s.Connection;

/// <summary>
/// A command that runs in a container. One caller reads while another writes. Disposing it leaves the command alone:
/// Kubernetes has no way to end it.
/// </summary>
public interface IPodCommand : IAsyncDisposable
{
    /// <summary>How the command ended; null while it runs.</summary>
    CommandEnd? End { get; }

    /// <summary>The next piece of output; null when the command has ended and all of it was read.</summary>
    /// <exception cref="ClusterException">
    /// Unreachable: the stream of a command without input broke off before the command ended. One that gets input may
    /// cause that itself, by ending before it has read all of it; so that is <see cref="CommandEnd.Unknown"/>.
    /// </exception>
    Task<CommandOutput?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends bytes to the command's standard input; what it no longer reads is lost, as in a pipe.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends the standard input.</summary>
    Task EndInputAsync(CancellationToken cancellationToken);
}

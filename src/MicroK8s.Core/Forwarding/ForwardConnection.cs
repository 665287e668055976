using System.Net.Sockets;
using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Forwarding;

/// <summary>
/// One local connection and its way to a pod: copies both directions, and closes each as the other side does.
/// </summary>
internal static class ForwardConnection
{
    private const int BufferLength = 32 * 1024;

    /// <summary>How long the local side may go on after the pod has closed: nobody reads any more.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    /// <summary>Copies until both sides have closed.</summary>
    /// <exception cref="ClusterException">
    /// PortForwardFailed, Unreachable: the local side is reset, so that it notices.
    /// </exception>
    public static async Task CopyAsync(Socket local, IPodTunnel tunnel, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task up = UpOrStopAsync(local, tunnel, stop);
        try
        {
            await DownAsync(local, tunnel, stop.Token).ConfigureAwait(false);
            await up.WaitAsync(Linger, stop.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What the local side still sends would reach nobody.
        }
        catch (ClusterException)
        {
            local.LingerState = new LingerOption(true, 0);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DownAsync(Socket local, IPodTunnel tunnel, CancellationToken cancellationToken)
    {
        while (await tunnel.ReadAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } piece)
        {
            for (ReadOnlyMemory<byte> rest = piece; rest.Length > 0;)
            {
                rest = rest[await local.SendAsync(rest, cancellationToken).ConfigureAwait(false)..];
            }
        }

        local.Shutdown(SocketShutdown.Send);
    }

    /// <summary>
    /// A local side that broke off reads no more either: what the pod might still send is not waited for.
    /// </summary>
    private static async Task UpOrStopAsync(Socket local, IPodTunnel tunnel, CancellationTokenSource stop)
    {
        try
        {
            await UpAsync(local, tunnel, stop.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task UpAsync(Socket local, IPodTunnel tunnel, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        while (true)
        {
            int count = await local.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            await tunnel.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        await tunnel.EndAsync(cancellationToken).ConfigureAwait(false);
    }
}

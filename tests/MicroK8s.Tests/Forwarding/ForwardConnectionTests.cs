using System.Net;
using System.Net.Sockets;
using MicroK8s.Connection;
using MicroK8s.Forwarding;

namespace MicroK8s.Tests.Forwarding;

public sealed class ForwardConnectionTests
{
    [Fact]
    public async Task A_local_side_that_breaks_off_does_not_wait_for_a_pod_that_says_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using Socket local = await listener.AcceptSocketAsync();
        await using var pod = new SilentTunnel();
        Task copying = ForwardConnection.CopyAsync(local, pod, CancellationToken.None);

        // Without a farewell: TcpClient itself would close one direction first.
        client.LingerState = new LingerOption(true, 0);
        client.Client.Dispose();

        Task ended = await Task.WhenAny(copying, Task.Delay(TimeSpan.FromSeconds(30)));
        Assert.Same(copying, ended);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copying);
    }

    private sealed class SilentTunnel : IPodTunnel
    {
        public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return default;
        }

        public Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

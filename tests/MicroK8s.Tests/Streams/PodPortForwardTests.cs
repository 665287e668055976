using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Streams;

public sealed class PodPortForwardTests
{
    [Fact]
    public async Task A_tunnel_carries_bytes_both_ways_and_tells_when_nothing_listens()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.RunScriptAsync("web", "/web & while true; do nc -l -p 9000 -e sh -c 'head -c 300000 | sha256sum'; done");
        KubeObject pod = await space.WaitForPodAsync(WorkloadPods.IsReady);
        using var limit = Patience.Start();

        await using (IPodTunnel http = await ConnectAsync(pod, 8080, limit.Token))
        {
            await http.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            Assert.Contains("version v1.0", await ReadToEndAsync(http, limit.Token), StringComparison.Ordinal);
        }

        byte[] bytes = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 7))];
        await using (IPodTunnel sum = await ConnectAsync(pod, 9000, limit.Token))
        {
            await sum.WriteAsync(bytes, limit.Token);

            // The runtime closes a connection a second after our end, whatever the pod still has to say.
            await sum.EndAsync(limit.Token);
            string wanted = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
            Assert.Equal($"{wanted}  -\n", await ReadToEndAsync(sum, limit.Token));
        }

        await using IPodTunnel nothing = await ConnectAsync(pod, 9999, limit.Token);
        var exception = await Assert.ThrowsAsync<ClusterException>(() => ReadToEndAsync(nothing, limit.Token));
        Assert.Equal(ClusterFault.PortForwardFailed, exception.Fault);
        Assert.Contains("9999", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_that_the_server_closes_in_the_middle_has_not_ended()
    {
        // One frame of data on the second stream of the client, and no end of it.
        byte[] half = [0, 0, 0, 3, 0, 0, 0, 4, .. "half"u8];
        using var server = new RawServer(async (_, stream, stop) =>
        {
            await stream.WriteAsync(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"u8.ToArray(), stop);
            await stream.WriteAsync(half, stop);

            // What is closed with something unread is reset, which would be noticed anyhow.
            await stream.ReadAtLeastAsync(new byte[1024], 100, false, stop);
        });
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        using IClusterSession session = Adapter.Open(file.Path, "test");
        using var limit = Patience.Start();
        await using IPodTunnel tunnel = await session.PortForward.ConnectAsync("home", "web", 80, limit.Token);
        Assert.Equal("half"u8.ToArray(), (await tunnel.ReadAsync(limit.Token)).ToArray());
        var exception = await Assert.ThrowsAsync<ClusterException>(() => tunnel.ReadAsync(limit.Token));
        Assert.Equal(ClusterFault.Unreachable, exception.Fault);
    }

    private static Task<IPodTunnel> ConnectAsync(KubeObject pod, int port, CancellationToken cancellationToken) =>
        TestCluster.Admin.PortForward.ConnectAsync(pod.Namespace!, pod.Name, port, cancellationToken);

    private static async Task<string> ReadToEndAsync(IPodTunnel tunnel, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        while (await tunnel.ReadAsync(cancellationToken) is { Length: > 0 } piece) all.Write(piece.Span);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}

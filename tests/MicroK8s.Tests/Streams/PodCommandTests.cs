using System.Buffers.Binary;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Streams;

public sealed class PodCommandTests
{
    // The node closes the connection when a command ends before it has read all, even if all was sent before.
    [Fact]
    public async Task A_connection_that_closes_after_the_input_leaves_the_end_unknown()
    {
        using RawServer server = Closing(IsEndOfInput);
        using IClusterSession session = Open(server);
        await using IPodCommand command = await session.Exec.StartAsync(Request(hasInput: true), default);
        await command.WriteAsync("one"u8.ToArray(), default);
        await command.EndInputAsync(default);
        Assert.Null(await command.ReadAsync(default));
        Assert.Equal(CommandEnd.Unknown, command.End);
    }

    [Fact]
    public async Task Without_input_nothing_but_the_connection_can_be_the_cause()
    {
        int streams = 0;
        using RawServer server = Closing(_ => ++streams == 3);
        using IClusterSession session = Open(server);
        await using IPodCommand command = await session.Exec.StartAsync(Request(hasInput: false), default);
        var exception = await Assert.ThrowsAsync<ClusterException>(() => command.ReadAsync(default));
        Assert.Equal(ClusterFault.Unreachable, exception.Fault);
        Assert.Contains("before the command ended", exception.Message, StringComparison.Ordinal);
    }

    private static CommandRequest Request(bool hasInput) => new("shop", "web-0", "web", ["head"], hasInput);

    private static IClusterSession Open(RawServer server)
    {
        using var file = new TemporaryFile(KubeConfigText.For(server.Address));
        return Adapter.Open(file.Path, "test");
    }

    /// <summary>A server that takes the streams of a command, and closes after the frame whose header is the one.</summary>
    private static RawServer Closing(Predicate<byte[]> isLast) => new(async (_, stream, stop) =>
    {
        await stream.WriteAsync(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"u8.ToArray(), stop);
        var header = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(header, stop);
            int length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)) & 0xffffff;
            await stream.ReadExactlyAsync(new byte[length], stop);
        }
        while (!isLast(header));
    });

    // A frame of data, not of control, with the flag FIN.
    private static bool IsEndOfInput(byte[] header) => header[0] < 0x80 && header[4] == 1;
}

using MicroK8s.KubeApi.Streams;

namespace MicroK8s.Fuzz;

/// <summary>The frames of an exec or a forwarded port.</summary>
internal sealed class SpdyTarget : FuzzTarget
{
    public override string Name => "spdy";

    public override async Task RunAsync(byte[] input)
    {
        var connection = new SpdyConnection(new BrokenUpStream(input));
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                long length = 0;
                while (await connection.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } frame)
                {
                    length += frame.Data.Length;
                }

                Require(length <= input.Length, "frames bring no more than was sent");
            }
            catch (IOException)
            {
                // The connection broke off, which is what a wrong frame comes to.
            }
        }
    }
}

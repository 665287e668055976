using System.Text;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi.Requests;

namespace MicroK8s.KubeApi.Streams;

/// <summary>One forwarded connection: a stream for its bytes, and one on which the node says what is wrong.</summary>
internal sealed class PodTunnel(KubeRequests requests, SpdyConnection connection, int error, int data) : IPodTunnel
{
    private readonly MemoryStream _said = new();
    private bool _hasDataEnded;
    private bool _hasErrorEnded;

    public async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        // What is wrong may be said after the data's end, so both streams have to end.
        while (!_hasErrorEnded || (!_hasDataEnded && _said.Length == 0))
        {
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } frame) break;
            if (frame.Stream == error) _said.Write(frame.Data.Span);
            _hasErrorEnded |= frame.IsLast && frame.Stream == error;
            _hasDataEnded |= frame.IsLast && frame.Stream == data;
            if (frame.Stream == data && frame.Data.Length > 0) return frame.Data;
        }

        if (_said.Length == 0)
        {
            // An API server that goes away closes the connection as politely as a node that is done.
            return _hasDataEnded
                ? ReadOnlyMemory<byte>.Empty
                : throw requests.StreamFailed(new IOException("the connection was closed before the pod had ended it"));
        }

        throw new ClusterException(
            ClusterFault.PortForwardFailed,
            $"The node says: {UntrustedText.Quote(Encoding.UTF8.GetString(_said.ToArray())).TrimEnd('.')}.",
            advice: "Check that a container of the pod listens on this port.");
    }

    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        MapAsync(connection.WriteAsync(data, bytes, cancellationToken));

    public Task EndAsync(CancellationToken cancellationToken) => MapAsync(connection.EndAsync(data, cancellationToken));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task MapAsync(Task sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw requests.StreamFailed(exception);
        }
    }

    private async Task<SpdyFrame?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw requests.StreamFailed(exception);
        }
    }
}

using System.Buffers.Binary;

namespace MicroK8s.KubeApi.Streams;

/// <summary>
/// The client's side of SPDY/3.1, as much of it as Kubernetes speaks for exec and port-forward: streams that we open,
/// data both ways, ends and resets. It is what every version since 1.20 serves and, unlike the WebSocket protocol of
/// the older ones (<c>v4.channel.k8s.io</c>), it can end one direction alone: without, <c>cat</c> waits for ever.
/// Nobody reads in the background: who wants frames asks for them, so a slow reader slows the sender.
/// </summary>
internal sealed class SpdyConnection(Stream transport) : IAsyncDisposable
{
    private const int HeaderLength = 8;
    private const byte Fin = 1;

    /// <summary>Far below what a frame can carry, so that streams take turns.</summary>
    private const int LargestWrite = 32 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SpdyHeaders _headers = new();
    private readonly byte[] _header = new byte[HeaderLength];
    private int _next = 1;

    /// <summary>Opens a stream; its number is odd, as all of a client's.</summary>
    public async Task<int> OpenAsync(
        IReadOnlyCollection<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int stream = _next;
            _next += 2;
            byte[] block = _headers.Encode(headers);
            var payload = new byte[10 + block.Length];
            BinaryPrimitives.WriteInt32BigEndian(payload, stream);
            block.CopyTo(payload, 10);
            await SendAsync(ControlHeader(SpdyType.SynStream, payload.Length), payload, cancellationToken)
                .ConfigureAwait(false);
            return stream;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends bytes on a stream.</summary>
    public async Task WriteAsync(int stream, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        for (; data.Length > LargestWrite; data = data[LargestWrite..])
        {
            await WriteOnceAsync(stream, data[..LargestWrite], 0, cancellationToken).ConfigureAwait(false);
        }

        if (data.Length > 0) await WriteOnceAsync(stream, data, 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes our side of a stream.</summary>
    public Task EndAsync(int stream, CancellationToken cancellationToken) =>
        WriteOnceAsync(stream, ReadOnlyMemory<byte>.Empty, Fin, cancellationToken);

    /// <summary>The next frame that matters; null when the server has closed the connection.</summary>
    /// <exception cref="IOException">The connection broke off.</exception>
    public async Task<SpdyFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int read = await transport.ReadAtLeastAsync(_header, HeaderLength, false, cancellationToken)
                .ConfigureAwait(false);
            if (read < HeaderLength) return null;
            int first = BinaryPrimitives.ReadInt32BigEndian(_header);
            byte flags = _header[4];
            int length = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)) & 0xffffff;
            byte[] payload = await ReadPayloadAsync(length, cancellationToken).ConfigureAwait(false);
            if (first >= 0) return new SpdyFrame(first, payload, (flags & Fin) != 0);
            if (await UnderstandAsync((SpdyType)(first & 0xffff), flags, payload, cancellationToken)
                .ConfigureAwait(false) is { } frame) return frame;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync().ConfigureAwait(false);
        _writing.Dispose();
    }

    /// <summary>
    /// The bytes of a frame. It may say that it has up to 16 MiB; memory is taken for what has come, not for what is
    /// said.
    /// </summary>
    private async Task<byte[]> ReadPayloadAsync(int length, CancellationToken cancellationToken)
    {
        var payload = new byte[Math.Min(length, LargestWrite)];
        for (int read = 0; ;)
        {
            await transport.ReadExactlyAsync(payload.AsMemory(read), cancellationToken).ConfigureAwait(false);
            read = payload.Length;
            if (read == length) return payload;
            Array.Resize(ref payload, Math.Min(length, 2 * read));
        }
    }

    private async Task<SpdyFrame?> UnderstandAsync(
        SpdyType type, byte flags, byte[] payload, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case SpdyType.Reset:
                return new SpdyFrame(NumberIn(payload), ReadOnlyMemory<byte>.Empty, true);
            case SpdyType.SynReply or SpdyType.Headers when (flags & Fin) != 0:
                return new SpdyFrame(NumberIn(payload), ReadOnlyMemory<byte>.Empty, true);
            case SpdyType.Ping when NumberIn(payload) % 2 == 0:
                // Even numbers are the server's own: it wants them back.
                await WriteLockedAsync(ControlHeader(SpdyType.Ping, payload.Length), payload, cancellationToken)
                    .ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    private Task WriteOnceAsync(int stream, ReadOnlyMemory<byte> data, byte flags, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteInt32BigEndian(header, stream);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), data.Length);
        header[4] = flags;
        return WriteLockedAsync(header, data, cancellationToken);
    }

    private async Task WriteLockedAsync(byte[] header, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SendAsync(header, data, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task SendAsync(byte[] header, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await transport.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        if (data.Length > 0) await transport.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        await transport.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The number that a control frame begins with: that of a stream, or of a ping.</summary>
    private static int NumberIn(byte[] payload) => payload.Length >= sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(payload)
        : throw new IOException("the node sent a frame of SPDY that is too short");

    private static byte[] ControlHeader(SpdyType type, int length)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, 0x8003);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)type);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), length);
        return header;
    }
}

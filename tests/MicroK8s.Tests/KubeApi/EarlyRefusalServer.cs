using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Security;
using System.Text;
using MicroK8s.Tests.Connection;

namespace MicroK8s.Tests.KubeApi;

/// <summary>
/// A server of HTTP/2 that refuses every request by its headers alone (403). Who does not offer the body first loses
/// the refusal, as with a real API server by chance: the stream is reset before the refusal is complete.
/// </summary>
internal sealed class EarlyRefusalServer : IDisposable
{
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4;
    private const byte EndStream = 1, EndHeaders = 4, Acknowledged = 1;
    private const int StreamClosed = 5;

    // HPACK, RFC 7541, 6.2.1: the name of entry 8, ":status", with another value than that entry's.
    private static readonly byte[] Status403 = [0x48, 3, .. "403"u8];

    private readonly ConcurrentQueue<string> _seen = new();
    private readonly RawServer _server;

    public EarlyRefusalServer()
    {
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = TestAuthority.Server.ServerCertificateContext,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };

        // The preface of a client reads like a request of HTTP/1.1 up to its last line.
        _server = new RawServer((_, stream, stop) => AnswerAsync(stream, stop), tls);
    }

    public string Address => _server.Address;

    /// <summary>What came of each stream: <c>1 headers</c>, <c>1 body</c>, <c>3 offer</c>.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(Stream wire, CancellationToken stop)
    {
        await wire.ReadExactlyAsync(new byte["SM\r\n\r\n".Length], stop);
        await WriteAsync(wire, Settings, 0, 0, [], stop);
        while (true)
        {
            var head = new byte[9];
            await wire.ReadExactlyAsync(head, stop);
            int stream = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5));
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >> 8];
            await wire.ReadExactlyAsync(payload, stop);
            switch (head[3])
            {
                case Settings when head[4] != Acknowledged:
                    await WriteAsync(wire, Settings, Acknowledged, 0, [], stop);
                    break;
                case Headers:
                    await RefuseAsync(wire, stream, Encoding.ASCII.GetString(payload), stop);
                    break;
                case Data:
                    _seen.Enqueue($"{stream} body");
                    break;
            }
        }
    }

    private async Task RefuseAsync(Stream wire, int stream, string headers, CancellationToken stop)
    {
        bool isOffer = headers.Contains("100-continue", StringComparison.Ordinal);
        _seen.Enqueue($"{stream} {(isOffer ? "offer" : "headers")}");
        await WriteAsync(wire, Headers, EndHeaders, stream, Status403, stop);
        if (isOffer)
        {
            const string Refusal = """{"kind":"Status","code":403,"reason":"Forbidden","message":"no such right"}""";
            await WriteAsync(wire, Data, EndStream, stream, Encoding.UTF8.GetBytes(Refusal), stop);
            return;
        }

        var code = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(code, StreamClosed);
        await WriteAsync(wire, Reset, 0, stream, code, stop);
    }

    private static async Task WriteAsync(
        Stream wire, byte type, byte flags, int stream, byte[] payload, CancellationToken stop)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await wire.WriteAsync(frame, stop);
    }
}

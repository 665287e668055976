using System.Buffers.Binary;
using System.Text;

namespace MicroK8s.KubeApi.Streams;

/// <summary>
/// Makes header blocks (SPDY 3.1, §2.6.10): one zlib stream over a connection, here of stored blocks, as headers of a
/// few bytes need no compression and .NET's has no preset dictionary.
/// </summary>
internal sealed class SpdyHeaders
{
    /// <summary>A zlib header that names SPDY's dictionary by its checksum.</summary>
    private static readonly byte[] ZlibHeader = [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2];

    /// <summary>
    /// An empty stored block, as a sync flush writes it: only it makes Go's reader give out what came before.
    /// </summary>
    private static readonly byte[] SyncFlush = [0, 0, 0, 0xff, 0xff];

    private bool _hasBegun;

    /// <summary>The next block of the connection; the order of blocks matters.</summary>
    public byte[] Encode(IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        byte[] plain = Plain(headers);

        // RFC 1951 §3.2.4: not the final block, stored, length, complement of the length.
        var begin = new byte[5];
        BinaryPrimitives.WriteUInt16LittleEndian(begin.AsSpan(1), (ushort)plain.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(begin.AsSpan(3), (ushort)~plain.Length);
        byte[] start = _hasBegun ? [] : ZlibHeader;
        _hasBegun = true;
        return [.. start, .. begin, .. plain, .. SyncFlush];
    }

    private static byte[] Plain(IReadOnlyCollection<KeyValuePair<string, string>> headers)
    {
        using var text = new MemoryStream();
        WriteNumber(text, headers.Count);
        foreach ((string name, string value) in headers)
        {
            WriteText(text, name);
            WriteText(text, value);
        }

        return text.ToArray();
    }

    private static void WriteText(MemoryStream target, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        WriteNumber(target, bytes.Length);
        target.Write(bytes);
    }

    private static void WriteNumber(MemoryStream target, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        target.Write(bytes);
    }
}

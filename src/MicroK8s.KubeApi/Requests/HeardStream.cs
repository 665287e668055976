using System.Buffers;
using MicroK8s.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>A body of which somebody hears when it has been read.</summary>
/// <param name="body">The body.</param>
/// <param name="heard">Hears of it once: at its end, or when whoever reads it has enough.</param>
internal sealed class HeardStream(Stream body, Action<ReadOnlyMemory<byte>> heard) : WatchedStream(body)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _isTold;

    protected override void Note(ReadOnlySpan<byte> read)
    {
        if (read.IsEmpty) Tell();

        // One byte more than is shown says that it is too long.
        else if (_bytes.WrittenCount <= BodyText.MostBytes) _bytes.Write(read);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Tell();
        base.Dispose(disposing);
    }

    private void Tell()
    {
        if (_isTold) return;
        _isTold = true;
        heard(_bytes.WrittenMemory);
    }
}

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// A body that breaks off at a limit, counted after decompression: a few bytes can be made to unfold to all memory.
/// </summary>
internal sealed class LimitedStream(Stream body, long limit) : WatchedStream(body)
{
    private long _read;

    protected override void Note(ReadOnlySpan<byte> read)
    {
        _read += read.Length;
        if (_read > limit) throw new AnswerTooLargeException($"is larger than {limit >> 20} MiB");
    }
}

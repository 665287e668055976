using System.Buffers;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// The bytes of one answer, in an array that the next answer uses again: a page of a list is too large for the cheap
/// part of the heap, and a long list would fill the other part with dead pages. The pool is our own and small, so an
/// answer that only ends at its limit leaves nothing in the process; the shared pool would keep it.
/// </summary>
internal sealed class AnswerBuffer : IDisposable
{
    private const int First = 64 * 1024;

    /// <summary>What is larger is not kept. A page of 500 pods takes about 2 MiB.</summary>
    private const int LargestKept = 8 * 1024 * 1024;

    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(LargestKept, maxArraysPerBucket: 4);

    private byte[] _bytes = Pool.Rent(First);
    private int _length;

    /// <summary>What was read. Not to be used after this is disposed of.</summary>
    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    /// <summary>Reads a body to its end.</summary>
    public async Task ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _bytes.Length) Grow();
            int read = await body.ReadAsync(_bytes.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            _length += read;
        }
    }

    public void Dispose()
    {
        Pool.Return(_bytes);
        _bytes = [];
    }

    private void Grow()
    {
        byte[] larger = Pool.Rent(checked(_bytes.Length * 2));
        Content.CopyTo(larger);
        Pool.Return(_bytes);
        _bytes = larger;
    }
}

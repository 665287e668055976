using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Reads the messages of a watch: one JSON object per line.</summary>
/// <param name="body">The stream.</param>
/// <param name="requests">Makes the fault of a line that is too long.</param>
internal sealed class WatchMessages(Stream body, KubeRequests requests)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The messages until the stream ends, breaks, or is cut off within one.</summary>
    /// <exception cref="Errors.ClusterException">AnswerTooLarge: a line is longer than any real one.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Parse(line) is not { } message) break;
            yield return message;
        }
    }

    /// <summary>The next line; null when the stream ended or broke, also within a line.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        int seen = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (length >= 0) return Take(seen + length);
            seen = _end - _start;
            if (seen > AnswerLimits.LongestLine)
            {
                throw requests.TooLarge($"has a line of more than {AnswerLimits.LongestLine >> 20} MiB");
            }

            MakeRoom();
            if (await ReadMoreAsync(cancellationToken).ConfigureAwait(false) is not (> 0 and var read)) return null;
            _end += read;
        }
    }

    private async Task<int> ReadMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            return 0;
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + 1;
        return line;
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        int length = _end - _start;
        byte[] target = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
    }

    /// <summary>One line as JSON; null if it is cut off or garbage.</summary>
    private static JsonElement? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, AnswerLimits.Json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

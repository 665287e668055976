using System.Text;
using MicroK8s.Connection;

namespace MicroK8s.Logs;

/// <summary>
/// Cuts a log with timestamps into lines. Line ends may be LF or CRLF, the last line may have none, and bytes that
/// are no UTF-8 become U+FFFD. Memory is bounded: a line of more than 1 MiB comes in pieces.
/// </summary>
/// <param name="body">The log as the API server sends it, <c>timestamps=true</c>.</param>
public sealed class LogLineReader(Stream body)
{
    private const int LongestLine = 1024 * 1024;

    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _isPiece;
    private bool _isStamped;
    private DateTimeOffset _last;

    /// <summary>The next line; null at the end of the log.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The stream broke off.</exception>
    public async ValueTask<ContainerLine?> ReadAsync(CancellationToken cancellationToken)
    {
        int seen = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            if (length >= 0) return Take(seen + length, rest: 1);
            seen = _end - _start;
            if (seen >= LongestLine) return TakePiece();
            MakeRoom();
            int read = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0) return seen > 0 ? Take(seen, rest: 0) : null;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length) return;
        int length = _end - _start;
        byte[] target = length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, length);
    }

    private ContainerLine TakePiece()
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, LongestLine);
        int stamp = ReadStamp(line);
        int repeat = LogTimestamp.LastRepeat(line[stamp..]);
        ContainerLine piece = Take(repeat > 0 ? stamp + repeat : WholeCharacters(line), rest: 0);
        (_isPiece, _isStamped) = (true, repeat > 0);
        return piece;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> line)
    {
        int length = line.Length;
        while (length > line.Length - 4 && (line[length - 1] & 0xc0) == 0x80) length--;
        return line[length - 1] >= 0xc0 ? length - 1 : length;
    }

    private ContainerLine Take(int length, int rest)
    {
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        if (rest > 0 && line.EndsWith("\r"u8)) line = line[..^1];
        string text = Encoding.UTF8.GetString(LogTimestamp.WithoutRepeats(line[ReadStamp(line)..]));
        _start += length + rest;
        _isPiece = false;
        return new ContainerLine(_last, text);
    }

    /// <summary>The length of the timestamp that stands first, if one does; a piece has the time of its line.</summary>
    private int ReadStamp(ReadOnlySpan<byte> line)
    {
        if (_isPiece && !_isStamped) return 0;
        bool isTime = LogTimestamp.TryRead(line, out DateTimeOffset time, out int stamp);
        if (!_isPiece) _last = isTime ? time : default;
        return stamp;
    }
}

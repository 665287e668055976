using System.Text;

namespace MicroK8s.Exec;

/// <summary>Cuts a stream of bytes into lines of text, whatever pieces it comes in. A last line needs no end.</summary>
public sealed class LineCutter
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _rest = new();

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">The bytes, UTF-8; a character may be cut in two.</param>
    /// <returns>The lines that are complete, without their ends.</returns>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes) => Cut(bytes, flush: false);

    /// <summary>What is left at the end; null if nothing is.</summary>
    public string? Finish()
    {
        List<string> lines = Cut([], flush: true);
        string? last = _rest.Length > 0 ? Trim(_rest.ToString()) : lines.Count > 0 ? lines[^1] : null;
        _rest.Clear();
        return last;
    }

    private List<string> Cut(ReadOnlySpan<byte> bytes, bool flush)
    {
        var text = new char[_decoder.GetCharCount(bytes, flush)];
        ReadOnlySpan<char> left = text.AsSpan(0, _decoder.GetChars(bytes, text, flush));
        var lines = new List<string>();
        for (int end = left.IndexOf('\n'); end >= 0; end = left.IndexOf('\n'))
        {
            lines.Add(Trim(_rest.Append(left[..end]).ToString()));
            _rest.Clear();
            left = left[(end + 1)..];
        }

        _rest.Append(left);
        return lines;
    }

    private static string Trim(string line) => line.EndsWith('\r') ? line[..^1] : line;
}

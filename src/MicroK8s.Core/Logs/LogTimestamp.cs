using System.Globalization;
using System.Text;

namespace MicroK8s.Logs;

/// <summary>The timestamps that the node writes before the lines of a log.</summary>
internal static class LogTimestamp
{
    /// <summary>
    /// The container runtime stores lines in pieces of this many bytes (containerd and CRI-O,
    /// <c>max_container_log_line_size</c>).
    /// </summary>
    private const int PieceLength = 16 * 1024;

    /// <summary><c>2006-01-02T15:04:05Z</c> is the shortest, with nine digits and an offset the longest.</summary>
    private const int Shortest = 20;
    private const int Longest = 35;

    /// <summary>Reads a timestamp and the space after it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="time">When, UTC, to 100 ns.</param>
    /// <param name="length">The bytes of the stamp and its space; 0 if there is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out DateTimeOffset time, out int length)
    {
        time = default;
        length = 0;
        int space = line[..Math.Min(line.Length, Longest + 1)].IndexOf((byte)' ');
        if (space < Shortest || line[10] != 'T') return false;
        bool isTime = DateTimeOffset.TryParse(
            Encoding.ASCII.GetString(line[..space]), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal,
            out time);
        if (isTime) length = space + 1;
        return isTime;
    }

    /// <summary>
    /// Takes the timestamps out that older kubelets, such as that of 1.20, put before every stored piece of a long
    /// line, not only before the line (kubernetes/kubernetes, pkg/kubelet/kuberuntime/logs, <c>logWriter.write</c>).
    /// </summary>
    /// <param name="text">The line without its own timestamp.</param>
    public static ReadOnlySpan<byte> WithoutRepeats(ReadOnlySpan<byte> text)
    {
        if (text.Length <= PieceLength || !TryRead(text[PieceLength..], out _, out _)) return text;
        var whole = new byte[text.Length];
        int length = 0;
        while (text.Length > PieceLength && TryRead(text[PieceLength..], out _, out int stamp))
        {
            text[..PieceLength].CopyTo(whole.AsSpan(length));
            length += PieceLength;
            text = text[(PieceLength + stamp)..];
        }

        text.CopyTo(whole.AsSpan(length));
        return whole.AsSpan(0, length + text.Length);
    }

    /// <summary>
    /// Where a long line with such timestamps inside can be cut: before the last of them that parts no character.
    /// </summary>
    /// <param name="text">The beginning of the line, without its own timestamp.</param>
    /// <returns>The place of a timestamp; 0 if there is none inside.</returns>
    public static int LastRepeat(ReadOnlySpan<byte> text)
    {
        int last = 0;
        int whole = 0;
        int start = 0;
        while (text.Length - start > PieceLength && TryRead(text[(start + PieceLength)..], out _, out int stamp))
        {
            last = start + PieceLength;
            start = last + stamp;
            if (start < text.Length && (text[start] & 0xc0) != 0x80) whole = last;
        }

        return whole > 0 ? whole : last;
    }
}

using System.Net;
using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// Headers that stand several times in a request, each with one value, as the API server wants the groups of
/// impersonation (kubernetes/apiserver, pkg/endpoints/filters/impersonation.go). .NET's HTTP client writes one line for
/// each name and joins the values by commas, which the server takes for the name of one group. So a mark stands between
/// the values, and the stream below the client makes the end of a line of it. That needs HTTP/1.1, whose head is text.
/// </summary>
internal sealed class RepeatedHeaders
{
    private readonly (byte[] Mark, byte[] NextLine)[] _marks;

    private RepeatedHeaders(
        IReadOnlyList<KeyValuePair<string, string>> lines, (byte[] Mark, byte[] NextLine)[] marks) =>
        (Lines, _marks) = (lines, marks);

    /// <summary>One line for each name, to be given to the client.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Lines { get; }

    /// <summary>Whether a name stands several times.</summary>
    public bool AreThere => _marks.Length > 0;

    /// <param name="headers">All headers, those with the same name one after the other.</param>
    public static RepeatedHeaders Of(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var lines = new List<KeyValuePair<string, string>>();
        var marks = new List<(byte[], byte[])>();
        foreach (var same in headers.GroupBy(header => header.Key, header => header.Value, StringComparer.Ordinal))
        {
            // Nothing else in a request is the same by chance.
            string mark = $"<{Guid.NewGuid():N}>";
            lines.Add(KeyValuePair.Create(same.Key, string.Join(mark, same)));
            if (same.Skip(1).Any())
            {
                marks.Add((Encoding.ASCII.GetBytes(mark), Encoding.ASCII.GetBytes($"\r\n{same.Key}: ")));
            }
        }

        return new RepeatedHeaders(lines, [.. marks]);
    }

    /// <summary>Prepares a request for the stream.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        foreach ((string name, string value) in Lines) request.Headers.TryAddWithoutValidation(name, value);
        if (!AreThere) return;
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }

    /// <summary>
    /// What goes out, with lines in place of marks. The client writes the head of a request at once, so no mark is cut.
    /// </summary>
    public ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> written)
    {
        foreach ((byte[] mark, byte[] nextLine) in _marks)
        {
            if (written.Span.IndexOf(mark) < 0) continue;
            using var changed = new MemoryStream(written.Length);
            for (int at = written.Span.IndexOf(mark); at >= 0; at = written.Span.IndexOf(mark))
            {
                changed.Write(written.Span[..at]);
                changed.Write(nextLine);
                written = written[(at + mark.Length)..];
            }

            changed.Write(written.Span);
            written = changed.ToArray();
        }

        return written;
    }
}

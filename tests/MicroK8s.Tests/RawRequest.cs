using System.Text;
using System.Web;

namespace MicroK8s.Tests;

/// <summary>One request as it came over the wire.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">What follows the method: path and query, or host and port for CONNECT.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="Body">The body.</param>
internal sealed record RawRequest(
    string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string Path => Target.Split('?')[0];

    /// <summary>A parameter of the query; null if it was not sent.</summary>
    public string? Query(string name) =>
        Target.Split('?', 2) is [_, var query] ? HttpUtility.ParseQueryString(query)[name] : null;

    /// <summary>A header; null if it was not sent.</summary>
    public string? Header(string name) => Values(name) is [var first, ..] ? first : null;

    /// <summary>All headers of a name.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. Headers.Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value)];

    /// <summary>Reads one request; null if the client sent none.</summary>
    public static async Task<RawRequest?> ReadAsync(Stream stream, CancellationToken stop)
    {
        string head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0) return null;
            head += (char)one[0];
        }

        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        KeyValuePair<string, string>[] headers = [.. lines.Skip(1).Select(line => line.Split(':', 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim()))];
        var request = new RawRequest(first[0], first[1], headers, "");
        var body = new byte[int.Parse(
            request.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return request with { Body = Encoding.UTF8.GetString(body) };
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Reads the messages of a watch: one JSON object per line.</summary>
internal static class WatchMessages
{
    /// <summary>The messages until the stream ends, breaks, or is cut off within one.</summary>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(body);
        while (await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Parse(line) is not { } message) break;
            yield return message;
        }
    }

    /// <summary>The next line; null when the stream ended or broke.</summary>
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>One line as JSON; null if it is cut off.</summary>
    private static JsonElement? Parse(string line)
    {
        try
        {
            return KubeObject.Parse(line).Json;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

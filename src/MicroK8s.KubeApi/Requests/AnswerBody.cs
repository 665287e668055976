using System.Text.Json;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Reads the bodies of answers, each up to a limit.</summary>
internal static class AnswerBody
{
    /// <summary>The refusal in an answer. Null if it is a success.</summary>
    public static async Task<ApiStatus?> RefusalAsync(
        HttpResponseMessage response, CancellationToken cancellationToken) => response.IsSuccessStatusCode
            ? null
            : ApiStatus.Parse(response, await ErrorTextAsync(response, cancellationToken).ConfigureAwait(false));

    /// <summary>Parses an answer.</summary>
    public static Task<JsonElement> ParseAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ParseAsync(response, root => root.Clone(), cancellationToken);

    /// <summary>Parses an answer. What is taken from it must be cloned: its memory is used again.</summary>
    public static async Task<T> ParseAsync<T>(
        HttpResponseMessage response, Func<JsonElement, T> take, CancellationToken cancellationToken)
    {
        Stream body = await BodyAsync(response, AnswerLimits.MostBytes, cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var bytes = new AnswerBuffer();
            await bytes.ReadAsync(body, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(bytes.Content, AnswerLimits.Json);
            return take(document.RootElement);
        }
    }

    /// <summary>An answer that is text.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await BodyAsync(response, AnswerLimits.MostBytes, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The body of a refusal; a large one is no Status, and is not read on.</summary>
    public static async Task<string> ErrorTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            Stream body = await BodyAsync(response, AnswerLimits.MostErrorBytes, cancellationToken)
                .ConfigureAwait(false);
            using var reader = new StreamReader(body);
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AnswerTooLargeException)
        {
            return "";
        }
    }

    private static async Task<Stream> BodyAsync(
        HttpResponseMessage response, long limit, CancellationToken cancellationToken) =>
        new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), limit);
}

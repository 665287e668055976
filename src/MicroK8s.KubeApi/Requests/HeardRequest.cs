using System.Diagnostics;
using System.Net;
using MicroK8s.Connection;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Sends a request of which somebody hears.</summary>
internal static class HeardRequest
{
    /// <summary>Sends it, and tells what came of it.</summary>
    /// <param name="listener">Who hears of it.</param>
    /// <param name="request">The request.</param>
    /// <param name="hasServer">Whether the server is told as well.</param>
    /// <param name="send">Sends it; returns with the headers of the answer.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        IRequestListener listener, HttpRequestMessage request, bool hasServer, Func<Task<HttpResponseMessage>> send)
    {
        string target = RequestNote.TargetOf(request.RequestUri!, hasServer);
        string? sent = listener.WantsBodies && request.Content is { } content
            ? BodyText.Of(
                target, content.Headers.ContentType?.MediaType,
                await content.ReadAsByteArrayAsync().ConfigureAwait(false))
            : null;
        int? status = null;
        HttpResponseMessage? response = null;
        long start = Stopwatch.GetTimestamp();
        try
        {
            response = await send().ConfigureAwait(false);
            status = (int)response.StatusCode;
        }
        finally
        {
            var note = new RequestNote(request.Method.Method, target, status, Stopwatch.GetElapsedTime(start));
            listener.Answered(note);
            if (sent is not null) listener.Exchanged(note, isAnswer: false, sent);
            if (listener.WantsBodies && response is not null) Hear(listener, note, response);
        }

        return response;
    }

    /// <summary>
    /// The answer's body is heard of when it has been read. A stream has none that ends, and the refusal of a write may
    /// quote what was written; what it says is in the error.
    /// </summary>
    private static void Hear(IRequestListener listener, RequestNote note, HttpResponseMessage response)
    {
        bool isStream = response.StatusCode == HttpStatusCode.SwitchingProtocols
            || note.Target.Contains("watch=1", StringComparison.Ordinal)
            || note.Target.Contains("follow=true", StringComparison.Ordinal);
        bool isRefusedWrite = !response.IsSuccessStatusCode && note.Method != "GET";
        if (isStream || isRefusedWrite) return;
        string? mediaType = response.Content.Headers.ContentType?.MediaType;
        response.Content = new HeardContent(
            response.Content,
            body => listener.Exchanged(note, isAnswer: true, BodyText.Of(note.Target, mediaType, body.Span)));
    }
}

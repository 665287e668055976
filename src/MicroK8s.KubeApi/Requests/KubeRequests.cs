using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Sends requests: time and size limits, retries of reads, and faults instead of HTTP.</summary>
internal sealed class KubeRequests(RenewableClient client, ClusterContext context) : IDisposable
{
    /// <inheritdoc cref="ApiTransport.Certificates"/>
    public ConnectionCertificates Certificates => client.Certificates;

    /// <summary>A GET whose answer is JSON, tried again on 429 and 5xx as the server's Retry-After says.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="accept">The media type that is preferred to plain JSON. Null if none is.</param>
    public Task<JsonElement> GetJsonAsync(
        string path, string action, CancellationToken cancellationToken, string? accept = null) =>
        ReadAsync(path, action, accept, AnswerBody.ParseAsync, cancellationToken);

    /// <summary>The same, where only a part of the answer is kept.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="take">Takes the part, and clones what it keeps: the answer's memory is used again.</param>
    /// <param name="accept">The media type that is preferred to plain JSON. Null if none is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<T> GetJsonAsync<T>(
        string path, string action, Func<JsonElement, T> take, string? accept, CancellationToken cancellationToken) =>
        ReadAsync(
            path, action, accept, (response, stop) => AnswerBody.ParseAsync(response, take, stop), cancellationToken);

    /// <summary>A GET whose answer is text.</summary>
    public Task<string> GetTextAsync(string path, string action, CancellationToken cancellationToken) =>
        ReadAsync(path, action, null, AnswerBody.TextAsync, cancellationToken);

    /// <summary>A GET whose answer is a stream: it is bounded in time up to its headers only.</summary>
    /// <returns>The answer, to be disposed of.</returns>
    public Task<HttpResponseMessage> OpenAsync(string path, string action, CancellationToken cancellationToken) =>
        ReadAsync(path, action, null, static (response, _) => Task.FromResult(response), cancellationToken);

    /// <summary>
    /// A write. It is sent once, except where the server did nothing: it is tried again on a refusal that is only for
    /// now, and as <see cref="BodyRequest"/> says.
    /// </summary>
    public async Task<JsonElement> WriteAsync(
        HttpMethod method, string path, string mediaType, string body, string action,
        CancellationToken cancellationToken)
    {
        int size = Encoding.UTF8.GetByteCount(body);
        if (size > AnswerLimits.LargestRequest)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"Cannot {action}: it is {size / 1024.0 / 1024:0.0} MiB, and an API server takes at most "
                + $"{AnswerLimits.LargestRequest >> 20} MiB.",
                action, "Make the object smaller: split it, or keep large data elsewhere.");
        }

        var tries = new RequestTries();
        while (true)
        {
            ApiStatus? refusal = null;
            JsonElement answer = await SendWriteAsync(
                method, path, mediaType, body,
                async (response, limit) =>
                {
                    refusal = await AnswerBody.RefusalAsync(response, limit).ConfigureAwait(false);
                    return refusal is null
                        ? await AnswerBody.ParseAsync(response, limit).ConfigureAwait(false)
                        : default;
                },
                cancellationToken, tries.TimeLeft).ConfigureAwait(false);
            if (refusal is null) return answer;
            if (!ApiErrors.IsForNow(refusal) || tries.PauseAfter(refusal) is not { } pause)
            {
                throw ApiErrors.FromAnswer(refusal, action, context, tries.Made);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A write that is not tried again, whatever the answer: its refusal tells something.</summary>
    /// <returns>The refusal. Null if it was done.</returns>
    public Task<ApiStatus?> AskOnceAsync(
        HttpMethod method, string path, string body, CancellationToken cancellationToken) => SendWriteAsync(
            method, path, "application/json", body,
            async (response, limit) =>
            {
                if (await AnswerBody.RefusalAsync(response, limit).ConfigureAwait(false) is { } refusal) return refusal;

                // A gateway may say 200 too, and nothing is done then.
                JsonElement done = await AnswerBody.ParseAsync(response, limit).ConfigureAwait(false);
                if (done.Text("kind") is null) throw NotKubernetes("its answer is no object of Kubernetes");
                return null;
            },
            cancellationToken);

    /// <summary>The fault of a refusal.</summary>
    /// <param name="refusal">What the server answered.</param>
    /// <param name="action">What was tried, for messages.</param>
    public ClusterException Refused(ApiStatus refusal, string action) =>
        ApiErrors.FromAnswer(refusal, action, context);

    /// <summary>Turns a connection into a stream of SPDY/3.1, which carries exec and port-forward.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="protocol">What is spoken inside, as in <c>X-Stream-Protocol-Version</c>.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Stream> UpgradeAsync(
        string path, string protocol, string action, CancellationToken cancellationToken) => WithinAsync(
            async limit =>
            {
                HttpResponseMessage response = await client
                    .SendAsync(() => RequestMessages.Upgrade(client.BaseUri, path, protocol), limit)
                    .ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
                {
                    return await response.Content.ReadAsStreamAsync(limit).ConfigureAwait(false);
                }

                using (response)
                {
                    ApiStatus status = ApiStatus.Parse(
                        response, await AnswerBody.ErrorTextAsync(response, limit).ConfigureAwait(false));
                    throw ApiErrors.FromAnswer(status, action, context);
                }
            },
            cancellationToken);

    /// <summary>A GET whose every status is an answer.</summary>
    public Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken) => WithinAsync(
        async limit =>
        {
            using HttpResponseMessage response = await SendGetAsync(path, null, limit).ConfigureAwait(false);
            string body = response.IsSuccessStatusCode
                ? await AnswerBody.TextAsync(response, limit).ConfigureAwait(false)
                : await AnswerBody.ErrorTextAsync(response, limit).ConfigureAwait(false);
            return new ServerAnswer((int)response.StatusCode, body) { Date = response.Headers.Date };
        },
        cancellationToken);

    /// <summary>
    /// One request to a service behind the API server. What the service answers is an answer; what the API server
    /// itself says in its place is a fault.
    /// </summary>
    /// <param name="make">Makes the request.</param>
    /// <param name="action">What is tried, for messages: verb, resource and service.</param>
    /// <param name="service">The service, for messages.</param>
    /// <param name="mostBytes">How large the answer may be.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HttpAnswer> AskServiceAsync(
        Func<Uri, HttpRequestMessage> make, string action, string service, long mostBytes,
        CancellationToken cancellationToken) => SendAsync(
            make,
            async (response, limit) =>
            {
                try
                {
                    HttpAnswer answer =
                        await ServiceAnswer.ReadAsync(response, mostBytes, limit).ConfigureAwait(false);
                    if (answer.IsSuccess) return answer;
                    ApiStatus status = ApiStatus.Parse(response, Encoding.UTF8.GetString(answer.Body.Span));
                    return status.IsKubernetes ? throw ApiErrors.FromAnswer(status, action, context) : answer;
                }
                catch (AnswerTooLargeException exception)
                {
                    throw ApiErrors.FromServiceSilence(exception, null, service);
                }
            },
            cancellationToken);

    /// <summary>Turns a failure of an open stream into a fault.</summary>
    public ClusterException StreamFailed(Exception exception) => exception is InvalidDataException
        ? NotKubernetes("its answer is not compressed as it says")
        : ApiErrors.FromSilence(exception, client.TrustRefusal, context);

    /// <summary>The fault of an answer that met a limit.</summary>
    /// <param name="rule">What is too large, as the end of a sentence that starts with the answer.</param>
    public ClusterException TooLarge(string rule) => ApiErrors.TooLarge(rule, context);

    /// <summary>The fault of an answer that no API server gives.</summary>
    /// <param name="why">What is wrong, as a sentence without its end.</param>
    public ClusterException NotKubernetes(string why) => ApiErrors.NotKubernetes(why, context);

    public void Dispose() => client.Dispose();

    private async Task<T> ReadAsync<T>(
        string path, string action, string? accept, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var tries = new RequestTries();
        while (true)
        {
            ApiStatus? refusal = null;
            T? answer = await WithinAsync(
                async limit =>
                {
                    HttpResponseMessage response = await SendGetAsync(path, accept, limit).ConfigureAwait(false);
                    T? found = default;
                    try
                    {
                        refusal = await AnswerBody.RefusalAsync(response, limit).ConfigureAwait(false);
                        if (refusal is null) found = await read(response, limit).ConfigureAwait(false);
                    }
                    finally
                    {
                        // A stream is handed on as the answer itself.
                        if (!ReferenceEquals(found, response)) response.Dispose();
                    }

                    return found;
                },
                cancellationToken, tries.TimeLeft).ConfigureAwait(false);
            if (refusal is null) return answer!;
            if (!ApiErrors.IsTransient(refusal) || tries.PauseAfter(refusal) is not { } pause)
            {
                throw ApiErrors.FromAnswer(refusal, action, context, tries.Made);
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<T> SendWriteAsync<T>(
        HttpMethod method, string path, string mediaType, string body,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken,
        TimeSpan? timeLeft = null) => SendAsync(
            server => RequestMessages.Json(
                method, server, path,
                new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType)), null),
            read, cancellationToken, timeLeft);

    private Task<T> SendAsync<T>(
        Func<Uri, HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken, TimeSpan? timeLeft = null) => WithinAsync(
            limit => BodyRequest.SendAsync(
                () => make(client.BaseUri),
                async request =>
                {
                    using HttpResponseMessage response =
                        await client.SendAsync(request, limit).ConfigureAwait(false);
                    return await read(response, limit).ConfigureAwait(false);
                }),
            cancellationToken, timeLeft);

    private Task<HttpResponseMessage> SendGetAsync(string path, string? accept, CancellationToken cancellationToken) =>
        client.SendAsync(
            () => RequestMessages.Json(HttpMethod.Get, client.BaseUri, path, null, accept), cancellationToken);

    /// <summary>
    /// Runs one request within its time; the one place where what the network throws becomes a fault.
    /// </summary>
    private async Task<T> WithinAsync<T>(
        Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken, TimeSpan? timeLeft = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeLeft ?? RequestTimeout.Current);
        try
        {
            return await request(limit.Token).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw ApiErrors.FromJson(exception, context);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            throw StreamFailed(exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            // A stop breaks connections off in many ways; all of them are the stop.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using k8s.Autorest;
using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Sends requests: credentials, retries of reads, and faults instead of HTTP.</summary>
internal sealed class KubeRequests(RenewableClient client, ClusterContext context) : IDisposable
{
    /// <summary>
    /// Tries of a read in all; the waits between them add up to under two seconds unless the server asks for more.
    /// </summary>
    private const int ReadTries = 4;

    /// <summary>The API server's own limit for a request is 60 s, so whatever takes longer will not come.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(65);

    /// <summary>A GET, tried again on 429 and 5xx as the server's Retry-After says.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HttpResponseMessage> GetAsync(string path, string action, CancellationToken cancellationToken) =>
        GetAsync(path, action, accept: null, cancellationToken);

    /// <summary>A GET that prefers a form of the answer.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="accept">The media type that is preferred to plain JSON. Null if none is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> GetAsync(
        string path, string action, string? accept, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(HttpMethod.Get, path, null, accept, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpOperationException exception) when (attempt < ReadTries && ApiErrors.IsTransient(exception))
            {
                await Task.Delay(RetryPause.Before(exception, attempt), cancellationToken).ConfigureAwait(false);
            }
            catch (HttpOperationException exception)
            {
                throw ApiErrors.FromAnswer(exception, action, context);
            }
        }
    }

    /// <summary>
    /// A write. It is sent once, except that 429 is tried again: there the server says that it did nothing.
    /// </summary>
    public async Task<HttpResponseMessage> WriteAsync(
        HttpMethod method, string path, string? mediaType, string? body, string action,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(method, path, Content, null, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpOperationException exception)
                when (attempt < ReadTries && exception.Response.StatusCode == System.Net.HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(RetryPause.Before(exception, attempt), cancellationToken).ConfigureAwait(false);
            }
            catch (HttpOperationException exception)
            {
                throw ApiErrors.FromAnswer(exception, action, context);
            }
        }

        HttpContent? Content() => body is null
            ? null
            : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType!));
    }

    /// <summary>Turns a connection into a stream of SPDY/3.1, which carries exec and port-forward.</summary>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="protocol">What is spoken inside, as in <c>X-Stream-Protocol-Version</c>.</param>
    /// <param name="action">What is tried, for messages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Stream> UpgradeAsync(
        string path, string protocol, string action, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await SendOnceAsync(
                () => RequestMessages.Upgrade(client.BaseUri, path, protocol), cancellationToken).ConfigureAwait(false);
            return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException exception)
        {
            throw ApiErrors.FromAnswer(exception, action, context);
        }
    }

    /// <summary>A GET whose every status is an answer.</summary>
    public async Task<ServerAnswer> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response =
                await SendOnceAsync(HttpMethod.Get, path, null, null, cancellationToken).ConfigureAwait(false);
            string body = await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
            return new ServerAnswer((int)response.StatusCode, body) { Date = response.Headers.Date };
        }
        catch (HttpOperationException exception)
        {
            return new ServerAnswer((int)exception.Response.StatusCode, exception.Response.Content ?? "")
            {
                Date = DateOf(exception.Response.Headers),
            };
        }
    }

    /// <summary>The body of an answer as text.</summary>
    public async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw ApiErrors.FromSilence(exception, context);
        }
    }

    /// <summary>Parses the body of an answer; the document must be disposed unless its elements are cloned.</summary>
    public async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            try
            {
                Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                await using (body.ConfigureAwait(false))
                {
                    return await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (JsonException exception)
            {
                throw new ClusterException(
                    ClusterFault.NotKubernetes,
                    $"{context.Server} of context '{context.Name}' is not a Kubernetes API server: "
                        + "its answer is not JSON.",
                    context.Name, "Check the server address in the kubeconfig.", exception);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                throw ApiErrors.FromSilence(exception, context);
            }
        }
    }

    /// <summary>Turns a failure of an open stream into a fault.</summary>
    public ClusterException StreamFailed(Exception exception) => ApiErrors.FromSilence(exception, context);

    public void Dispose() => client.Dispose();

    private Task<HttpResponseMessage> SendOnceAsync(
        HttpMethod method, string path, Func<HttpContent?>? content, string? accept,
        CancellationToken cancellationToken) => SendOnceAsync(
            () => RequestMessages.Json(method, client.BaseUri, path, content?.Invoke(), accept), cancellationToken);

    private async Task<HttpResponseMessage> SendOnceAsync(
        Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            return await client.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (HttpOperationException exception)
        {
            // It carries the headers, and so the credentials; errors are shown, kept and written to logs.
            exception.Request = null;
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ApiErrors.FromSilence(exception, context);
        }
    }

    private static DateTimeOffset? DateOf(IDictionary<string, IEnumerable<string>> headers) =>
        headers.TryGetValue("Date", out IEnumerable<string>? values)
        && DateTimeOffset.TryParse(values.FirstOrDefault(), CultureInfo.InvariantCulture, out DateTimeOffset date)
            ? date
            : null;
}

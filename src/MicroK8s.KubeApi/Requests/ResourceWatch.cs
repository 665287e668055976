using System.Runtime.CompilerServices;
using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>
/// List, then watch, without end. The API server closes every watch after some minutes, forgets old versions (410)
/// and may restart; each is taken up again, and what vanished meanwhile is reported as removed
/// (kubernetes.io, "Efficient detection of changes").
/// </summary>
internal sealed class ResourceWatch(KubeResources resources, KubeRequests requests, ResourceQuery query)
{
    /// <summary>Longest pause before the server is asked again after a failure.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Refusals in a row that a restart may explain; the pauses between them add up to some ten seconds.</summary>
    private const int RestartFailures = 7;

    private readonly Dictionary<string, KubeObject> _known = new(StringComparer.Ordinal);
    private string? _version;
    private bool _hasSynced;
    private int _failures;

    public async IAsyncEnumerable<ResourceChange> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_version is null)
            {
                foreach (ResourceChange change in await RelistAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return change;
                }
            }

            IAsyncEnumerable<ResourceChange> stream = StreamAsync(cancellationToken);
            await foreach (ResourceChange change in stream.ConfigureAwait(false)) yield return change;
            if (_failures > 0) await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<ResourceChange>> RelistAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ListAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (ApiErrors.ContinueOf(exception) is not null)
            {
                // The token of the next page is too old. A mirror must be of one moment, so the list starts anew.
            }
            catch (ClusterException exception) when (IsPassing(exception.Fault))
            {
                _failures++;
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<ResourceChange>> ListAsync(CancellationToken cancellationToken)
    {
        // Taken over only when the last page is here: a list that breaks off must not hide what it had.
        var present = new Dictionary<string, KubeObject>(StringComparer.Ordinal);
        string? version;
        string? next = null;
        do
        {
            ResourcePage page = await resources.ReadPageAsync(query, next, cancellationToken).ConfigureAwait(false);
            foreach (KubeObject item in page.Items) present[item.Uid] = item;
            version = page.ResourceVersion;
            next = page.Continue;
        }
        while (next is not null);

        _version = version;
        _hasSynced = true;
        return [.. TakeOver(present), new ResourceChange(ResourceChangeKind.Synced, query.Type, null)];
    }

    private List<ResourceChange> TakeOver(Dictionary<string, KubeObject> present)
    {
        var changes = new List<ResourceChange>();
        foreach ((string uid, KubeObject item) in present)
        {
            if (_known.GetValueOrDefault(uid)?.ResourceVersion == item.ResourceVersion) continue;
            _known[uid] = item;
            changes.Add(new ResourceChange(ResourceChangeKind.Changed, query.Type, item));
        }

        foreach (string uid in _known.Keys.Where(uid => !present.ContainsKey(uid)).ToArray())
        {
            _known.Remove(uid, out KubeObject? gone);
            changes.Add(new ResourceChange(ResourceChangeKind.Removed, query.Type, gone));
        }

        return changes;
    }

    private async IAsyncEnumerable<ResourceChange> StreamAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage? response = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (response is null) yield break;

        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(body);
        while (await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Parse(line) is not { } message) break;
            ResourceChange? change = Understand(message);
            if (change is not null) yield return change;
            if (_version is null) break;

            // Only a stream that brings something counts as working: one that closes at once is not asked in a loop.
            _failures = 0;
        }

        _failures++;
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

    /// <summary>Opens the stream; null if that failed in a way that another try may mend.</summary>
    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        string path = $"{query.Type.Path(query.Namespace)}?watch=1&allowWatchBookmarks=true"
            + $"&resourceVersion={_version}{KubeResources.Selectors(query)}";
        try
        {
            return await requests.GetAsync(path, $"watch {query.Type}", cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (IsPassing(exception.Fault))
        {
            _failures++;
        }
        catch (ClusterException exception) when (exception.InnerException
            is k8s.Autorest.HttpOperationException { Response.StatusCode: System.Net.HttpStatusCode.Gone })
        {
            _version = null;
        }

        return null;
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

    private ResourceChange? Understand(JsonElement message)
    {
        if (message.At("object") is not { } json) return null;
        var item = new KubeObject(json);
        switch (message.Text("type"))
        {
            case "ADDED" or "MODIFIED":
                _version = item.ResourceVersion;
                _known[item.Uid] = item;
                return new ResourceChange(ResourceChangeKind.Changed, query.Type, item);
            case "DELETED":
                _version = item.ResourceVersion;
                _known.Remove(item.Uid);
                return new ResourceChange(ResourceChangeKind.Removed, query.Type, item);
            case "BOOKMARK":
                _version = item.ResourceVersion;
                return null;
            default:
                // ERROR: 410 Gone above all. Whatever it is, only a new list is sure to be right.
                _version = null;
                return null;
        }
    }

    /// <summary>
    /// Whether another try may mend it. Only a watch that already ran outlives an outage; one that never did reports it
    /// at once. While a server restarts, a gateway may answer in its place, and for some seconds the server itself
    /// does not know its own roles, tokens and kinds; what is taken away for good stays away for longer.
    /// </summary>
    private bool IsPassing(ClusterFault fault) => _hasSynced && fault switch
    {
        ClusterFault.Unreachable or ClusterFault.NotKubernetes => true,
        ClusterFault.AccessDenied or ClusterFault.NotAuthenticated or ClusterFault.KindNotSupported =>
            _failures < RestartFailures,
        _ => false,
    };

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        double milliseconds = Math.Min(100 * Math.Pow(2, _failures - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
    }
}

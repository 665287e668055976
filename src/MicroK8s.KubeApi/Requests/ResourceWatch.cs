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

    private readonly Dictionary<string, KubeObject> _known = new(StringComparer.Ordinal);
    private string? _version;
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
            catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable && _known.Count > 0)
            {
                // Only a watch that already ran outlives an outage; one that never did reports it at once.
                _failures++;
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<ResourceChange>> ListAsync(CancellationToken cancellationToken)
    {
        var changes = new List<ResourceChange>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            ResourcePage page = await resources.ReadPageAsync(query, next, cancellationToken).ConfigureAwait(false);
            foreach (KubeObject item in page.Items)
            {
                present.Add(item.Uid);
                if (_known.TryGetValue(item.Uid, out KubeObject? old) && old.ResourceVersion == item.ResourceVersion) continue;
                _known[item.Uid] = item;
                changes.Add(new ResourceChange(ResourceChangeKind.Changed, query.Type, item));
            }

            _version = page.ResourceVersion;
            next = page.Continue;
        }
        while (next is not null);

        foreach (string uid in _known.Keys.Where(uid => !present.Contains(uid)).ToArray())
        {
            _known.Remove(uid, out KubeObject? gone);
            changes.Add(new ResourceChange(ResourceChangeKind.Removed, query.Type, gone));
        }

        changes.Add(new ResourceChange(ResourceChangeKind.Synced, query.Type, null));
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
            ResourceChange? change = Understand(line);
            if (change is not null) yield return change;
            if (_version is null) yield break;
        }
    }

    /// <summary>Opens the stream; null if that failed in a way that another try may mend.</summary>
    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        string path = $"{query.Type.Path(query.Namespace)}?watch=1&allowWatchBookmarks=true"
            + $"&resourceVersion={_version}{KubeResources.Selectors(query)}";
        try
        {
            HttpResponseMessage response =
                await requests.GetAsync(path, $"watch {query.Type}", cancellationToken).ConfigureAwait(false);
            _failures = 0;
            return response;
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.Unreachable)
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
    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            _failures++;
            return null;
        }
    }

    private ResourceChange? Understand(string line)
    {
        JsonElement message = KubeObject.Parse(line).Json;
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

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        double milliseconds = Math.Min(100 * Math.Pow(2, _failures - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);
    }
}

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
    private readonly KnownObjects _known = new(query.Type);
    private readonly WatchRetries _retries = new();
    private string? _version;

    public async IAsyncEnumerable<WatchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_version is null)
            {
                foreach (WatchEvent change in await RelistAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return change;
                }
            }

            IAsyncEnumerable<WatchEvent> stream = StreamAsync(cancellationToken);
            await foreach (WatchEvent change in stream.ConfigureAwait(false)) yield return change;
            if (_retries.HasFailed) await _retries.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<WatchEvent>> RelistAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ListAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (ApiErrors.ContinueOf(exception) is not null)
            {
                // The token of the next page is too old. A copy must be of one moment, so the list starts anew.
            }
            catch (ClusterException exception) when (_retries.MayRecover(exception.Fault))
            {
                _retries.NoteFailure(exception.Fault);
                await _retries.PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<WatchEvent>> ListAsync(CancellationToken cancellationToken)
    {
        // Taken over only when the last page is here: a list that breaks off must not hide what it had.
        var present = new Dictionary<string, KubeObject>(StringComparer.Ordinal);
        string? version;
        string? next = null;
        var pages = new PageCount(requests);
        do
        {
            ResourcePage page = await resources.ReadPageAsync(query, next, cancellationToken).ConfigureAwait(false);
            pages.Add(page.Continue);
            foreach (KubeObject item in page.Items) present[item.Uid] = item;
            version = page.ResourceVersion;
            next = page.Continue;
        }
        while (next is not null);

        _version = version;
        _retries.NoteList();
        return [.. _known.TakeOver(present), new WatchEvent(WatchEventKind.Synced, query.Type, null)];
    }

    private async IAsyncEnumerable<WatchEvent> StreamAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage? response = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (response is null) yield break;

        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<JsonElement> messages = new WatchMessages(body, requests).ReadAsync(cancellationToken);
        await foreach (JsonElement message in messages.ConfigureAwait(false))
        {
            WatchEvent? change = Understand(message);
            if (change is not null) yield return change;
            if (_version is null) break;

            // Only a stream that brings something counts as working: one that closes at once is not asked in a loop.
            _retries.NoteNews();
        }

        _retries.NoteFailure();
    }

    /// <summary>Opens the stream; null if that failed in a way that another try may mend.</summary>
    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        string path = $"{query.Type.Path(query.Namespace)}?watch=1&allowWatchBookmarks=true"
            + $"&resourceVersion={_version}{KubeResources.Selectors(query)}";
        try
        {
            return await requests.OpenAsync(path, $"watch {query.Type}", cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (_retries.MayRecover(exception.Fault))
        {
            _retries.NoteFailure(exception.Fault);
        }
        catch (ClusterException exception) when (ApiErrors.IsExpired(exception))
        {
            _version = null;
        }

        return null;
    }

    private WatchEvent? Understand(JsonElement message)
    {
        if (message.At("object") is not { } json) return null;
        var item = new KubeObject(json);
        switch (message.Text("type"))
        {
            case "ADDED" or "MODIFIED":
                _version = item.ResourceVersion;
                return _known.Changed(item);
            case "DELETED":
                _version = item.ResourceVersion;
                return _known.Removed(item);
            case "BOOKMARK":
                _version = item.ResourceVersion;
                return null;
            default:
                // ERROR: 410 Gone above all. Whatever it is, only a new list is sure to be right.
                _version = null;
                return null;
        }
    }
}

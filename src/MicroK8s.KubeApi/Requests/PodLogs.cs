using System.Globalization;
using System.Runtime.CompilerServices;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Logs;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Container logs through the API server.</summary>
internal sealed class PodLogs(KubeRequests requests) : IPodLogs
{
    /// <summary>Lines may be of any length; what explains a failure need not be.</summary>
    private const int LongestTail = 256 * 1024;

    public async Task<IReadOnlyList<string>> TailAsync(
        string namespaceName, string pod, string container, bool previous, int lines,
        CancellationToken cancellationToken)
    {
        string path = $"{Path(namespaceName, pod, container)}&tailLines={lines}&limitBytes={LongestTail}"
            + (previous ? "&previous=true" : "");
        try
        {
            string text =
                await requests.GetTextAsync(path, Action(namespaceName, pod), cancellationToken).ConfigureAwait(false);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (ClusterException exception) when (exception.Fault == ClusterFault.InvalidSpec)
        {
            // 400: the container has not started yet, or has no previous run.
            return [];
        }
    }

    public async IAsyncEnumerable<ContainerLine> ReadAsync(
        string namespaceName, string pod, string container, LogRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = $"{Path(namespaceName, pod, container)}&timestamps=true{Query(range)}";
        using HttpResponseMessage response =
            await requests.OpenAsync(path, Action(namespaceName, pod), cancellationToken).ConfigureAwait(false);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var lines = new LogLineReader(body);
        while (await NextAsync(lines, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Time != default)
            {
                yield return line;
                continue;
            }

            // The node fails in the middle of an answer that is 200 already, and writes why in place of a line.
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"Cannot {Action(namespaceName, pod)}: the node says: {UntrustedText.Quote(line.Text).TrimEnd('.')}.",
                pod);
        }
    }

    private async ValueTask<ContainerLine?> NextAsync(LogLineReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw requests.StreamFailed(exception);
        }
    }

    private static string Path(string namespaceName, string pod, string container) =>
        $"{ResourceTypes.Pod.Path(namespaceName, pod)}/log?container={Uri.EscapeDataString(container)}";

    private static string Action(string namespaceName, string pod) => $"read the log of Pod {namespaceName}/{pod}";

    private static string Query(LogRange range) =>
        (range.Follow ? "&follow=true" : "")
        + (range.Previous ? "&previous=true" : "")
        + (range.Since is { } since ? $"&sinceTime={Uri.EscapeDataString(Stamp(since))}" : "")
        + (range.Age is { } age ? $"&sinceSeconds={Math.Max(1, (long)Math.Ceiling(age.TotalSeconds))}" : "")
        + (range.Tail is { } tail ? $"&tailLines={tail}" : "")
        + (range.LimitBytes is { } limit ? $"&limitBytes={limit}" : "");

    private static string Stamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

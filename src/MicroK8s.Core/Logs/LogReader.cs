using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Logs;

/// <summary>Reads the logs of micro services: all of their pods and containers, merged by time.</summary>
public static class LogReader
{
    /// <summary>Reads logs; following ends by the token, or when every micro service was deleted.</summary>
    /// <param name="targets">The micro services.</param>
    /// <param name="request">What to read.</param>
    /// <param name="notices">Is told of logs that are left out or broke off; the others go on.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ClusterException">
    /// AccessDenied (<c>list</c> and, to follow, <c>watch pods</c>; <c>get pods/log</c>); Unreachable while the pods
    /// are listed.
    /// </exception>
    public static IAsyncEnumerable<LogLine> ReadAsync(
        IReadOnlyList<LogTarget> targets, LogRequest request, IProgress<LogNotice> notices, TimeProvider clock,
        CancellationToken cancellationToken) => request.Follow
            ? new LogFollow(targets, request, notices, clock).ReadAsync(cancellationToken)
            : ReadOnceAsync(targets, request, notices, cancellationToken);

    /// <summary>The logs of some pods as they are now.</summary>
    internal static IAsyncEnumerable<LogLine> ReadPods(
        IEnumerable<(LogSource Source, LogContainer Container)> sources, LogRequest request,
        IProgress<LogNotice> notices, CancellationToken cancellationToken)
    {
        var logs = new List<(string, IAsyncEnumerable<LogLine>)>();
        foreach ((LogSource source, LogContainer container) in sources)
        {
            if (request.Previous ? container.HasPrevious : container.HasLog)
            {
                logs.Add((source.Title, source.ReadAsync(request.Range, cancellationToken)));
                continue;
            }

            string why = request.Previous ? "it was not restarted" : container.Waiting;
            notices.Report(new LogNotice($"Left out {source.Title}: {UntrustedText.Clean(why)}."));
        }

        IAsyncEnumerable<LogLine> lines = LogMerge.ReadAsync(logs, notices, cancellationToken);
        return request.Tail is { } tail ? LogMerge.LastAsync(lines, tail, cancellationToken) : lines;
    }

    private static async IAsyncEnumerable<LogLine> ReadOnceAsync(
        IReadOnlyList<LogTarget> targets, LogRequest request, IProgress<LogNotice> notices,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = new List<(LogSource, LogContainer)>();
        foreach (LogTarget target in targets)
        {
            var pods = new List<KubeObject>();
            ResourceQuery query = WorkloadPods.Query(target.Workload);
            IAsyncEnumerable<KubeObject> found = target.Session.Resources.ListAsync(query, cancellationToken);
            await foreach (KubeObject pod in found.ConfigureAwait(false))
            {
                if (WorkloadPods.Owns(target.Workload, pod)) pods.Add(pod);
            }

            LogFaults.RequireNamed(target, pods, notices);
            sources.AddRange(pods.Where(pod => target.Selection.IsPodWanted(pod.Name)).SelectMany(
                pod => LogContainer.Of(pod, target.Selection),
                (pod, container) => (new LogSource(target, pod.Name, container.Name), container)));
        }

        IAsyncEnumerable<LogLine> lines = ReadPods(sources, request, notices, cancellationToken);
        await foreach (LogLine line in lines.ConfigureAwait(false)) yield return line;
    }
}

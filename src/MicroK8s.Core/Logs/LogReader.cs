using System.Runtime.CompilerServices;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Logs;

/// <summary>Reads the logs of microservices: all of their pods and containers, merged by time.</summary>
public static class LogReader
{
    /// <summary>Reads logs; following ends by the token, or when every microservice was deleted.</summary>
    /// <param name="targets">The microservices.</param>
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
        var leftOut = new List<string>();
        foreach ((LogSource source, LogContainer container) in sources)
        {
            if (request.Previous ? container.HasPrevious : container.HasLog)
            {
                logs.Add((source.Title, source.ReadAsync(request.Range, cancellationToken)));
                continue;
            }

            string why = request.Previous ? "it was not restarted" : container.Waiting;
            leftOut.Add($"{source.Title}: {UntrustedText.Quote(why)}");
        }

        TellLeftOut(leftOut, isAll: logs.Count == 0, notices);
        IAsyncEnumerable<LogLine> lines = LogMerge.ReadAsync(logs, notices, cancellationToken);
        return request.Tail is { } tail ? LogMerge.LastAsync(lines, tail, cancellationToken) : lines;
    }

    /// <summary>Who gets nothing at all is told why; one of many is told only to who asks.</summary>
    private static void TellLeftOut(List<string> leftOut, bool isAll, IProgress<LogNotice> notices)
    {
        if (isAll && leftOut.Count > 0)
        {
            string more = leftOut.Count > 1 ? $", and {leftOut.Count - 1} more" : "";
            notices.Report(new LogNotice($"There is no log to read: {leftOut[0]}{more}.") { IsWarning = true });
        }

        foreach (string one in leftOut) notices.Report(new LogNotice($"Left out {one}."));
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

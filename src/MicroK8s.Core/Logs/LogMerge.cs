using System.Runtime.CompilerServices;
using MicroK8s.Errors;

namespace MicroK8s.Logs;

/// <summary>
/// Merges logs by time. Of each log only the next line is kept, so memory does not grow with their length.
/// </summary>
internal static class LogMerge
{
    /// <summary>
    /// The lines of all logs in the order of their times; lines of the same time in the order of the logs.
    /// </summary>
    /// <param name="logs">The logs with their titles, each in order.</param>
    /// <param name="notices">Is told which log broke off; the others go on.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<LogLine> ReadAsync(
        IReadOnlyList<(string Title, IAsyncEnumerable<LogLine> Lines)> logs, IProgress<LogNotice> notices,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<LogLine>[] heads = [.. logs.Select(log => log.Lines.GetAsyncEnumerator(cancellationToken))];
        try
        {
            var order = new PriorityQueue<int, (DateTimeOffset, int)>();
            bool[] haveLines = await Task.WhenAll(heads.Select((_, index) => MoveAsync(index).AsTask()))
                .ConfigureAwait(false);
            for (int index = 0; index < heads.Length; index++) Enqueue(index, haveLines[index]);
            while (order.TryDequeue(out int next, out _))
            {
                yield return heads[next].Current;
                Enqueue(next, await MoveAsync(next).ConfigureAwait(false));
            }

            void Enqueue(int index, bool hasLine)
            {
                if (hasLine) order.Enqueue(index, (heads[index].Current.Time, index));
            }
        }
        finally
        {
            foreach (IAsyncEnumerator<LogLine> head in heads) await head.DisposeAsync().ConfigureAwait(false);
        }

        async ValueTask<bool> MoveAsync(int index)
        {
            try
            {
                return await heads[index].MoveNextAsync().ConfigureAwait(false);
            }
            catch (ClusterException exception) when (exception.Fault != ClusterFault.AccessDenied)
            {
                notices.Report(LogFaults.Describe(logs[index].Title, exception));
                return false;
            }
        }
    }

    /// <summary>The last lines; nothing comes before the end is known.</summary>
    public static async IAsyncEnumerable<LogLine> LastAsync(
        IAsyncEnumerable<LogLine> lines, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = new Queue<LogLine>();
        await foreach (LogLine line in lines.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            last.Enqueue(line);
            if (last.Count > count) last.Dequeue();
        }

        foreach (LogLine line in last) yield return line;
    }
}

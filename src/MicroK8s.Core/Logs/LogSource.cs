using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Logs;

/// <summary>The log of one container of one pod, and how far it was read.</summary>
internal sealed class LogSource(LogTarget target, string pod, string container)
{
    private readonly LogPosition _position = new();

    public string Pod => pod;

    /// <summary><c>container 'web' of pod shop/web-0</c>.</summary>
    public string Title => $"container '{container}' of pod {target.Workload.Namespace}/{pod}";

    /// <summary>
    /// Reads a part of the log; what was read before is left out. After the first line, only the rest of the log is
    /// asked for, whatever the range says.
    /// </summary>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        LogRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogRepeats repeats = _position.Repeats();
        DateTimeOffset since = range.Since ?? DateTimeOffset.MinValue;
        if (_position.Second is { } second) range = new LogRange { Follow = range.Follow, Since = second };
        IAsyncEnumerable<ContainerLine> lines = target.Session.Logs.ReadAsync(
            target.Workload.Namespace!, pod, container, range, cancellationToken);
        await foreach (ContainerLine line in lines.ConfigureAwait(false))
        {
            if (line.Time < since || repeats.Take(line.Time)) continue;
            _position.Note(line.Time);
            yield return new LogLine(
                line.Time, target.Workload.Name, pod, container, target.Workload.Namespace!, line.Text);
        }
    }
}

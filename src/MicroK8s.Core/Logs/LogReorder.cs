namespace MicroK8s.Logs;

/// <summary>
/// Puts lines that arrive about the same time into the order of their times: each is held back for a moment, in which
/// an earlier one of another container may still come.
/// </summary>
/// <param name="window">How long a line is held back.</param>
internal sealed class LogReorder(TimeSpan window)
{
    /// <summary>More than that are not held back: a burst must neither pile up nor wait.</summary>
    private const int MostHeld = 2000;

    private readonly PriorityQueue<(LogLine Line, DateTimeOffset Due), (DateTimeOffset, long)> _held = new();
    private long _arrivals;

    /// <summary>When the first line is to be given out. Null if none is held.</summary>
    public DateTimeOffset? NextDue => _held.TryPeek(out var first, out _) ? first.Due : null;

    /// <summary>Takes a line in.</summary>
    public void Add(LogLine line, DateTimeOffset now) =>
        _held.Enqueue((line, now + window), (line.Time, _arrivals++));

    /// <summary>The next line that was held back for long enough; null if there is none.</summary>
    /// <param name="now">The time; the greatest one gives out all.</param>
    public LogLine? Take(DateTimeOffset now)
    {
        bool isDue = _held.TryPeek(out var first, out _) && (first.Due <= now || _held.Count > MostHeld);
        return isDue ? _held.Dequeue().Line : null;
    }
}

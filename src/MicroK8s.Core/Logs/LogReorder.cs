namespace MicroK8s.Logs;

/// <summary>
/// Puts lines that arrive about the same time into the order of their times: each is held back for a moment, in which
/// an earlier one of another container may still come. No line is held longer, even if the clock of another node is
/// behind and everything from there seems to be earlier.
/// </summary>
/// <param name="window">How long a line is held back.</param>
internal sealed class LogReorder(TimeSpan window)
{
    /// <summary>More than that are not held back: a burst must neither pile up nor wait.</summary>
    private const int MostHeld = 2000;

    private readonly PriorityQueue<Held, (DateTimeOffset, long)> _held = new();
    private readonly Queue<Held> _arrived = new();
    private long _arrivals;

    /// <summary>When the next line is to be given out. Null if none is held.</summary>
    public DateTimeOffset? NextDue => FirstArrived?.Due;

    /// <summary>The one that waits the longest. Null if none is held.</summary>
    private Held? FirstArrived
    {
        get
        {
            while (_arrived.TryPeek(out Held? first) && first.IsOut) _arrived.Dequeue();
            return _arrived.TryPeek(out Held? held) ? held : null;
        }
    }

    /// <summary>Takes a line in.</summary>
    public void Add(LogLine line, DateTimeOffset now)
    {
        var held = new Held(line, now + window);
        _held.Enqueue(held, (line.Time, _arrivals++));
        _arrived.Enqueue(held);
    }

    /// <summary>
    /// The next line, if it or one behind it was held back for long enough; null else.
    /// </summary>
    /// <param name="now">The time; the greatest one gives out all.</param>
    public LogLine? Take(DateTimeOffset now)
    {
        if (!(FirstArrived?.Due <= now) && _held.Count <= MostHeld) return null;
        Held next = _held.Dequeue();
        next.IsOut = true;
        return next.Line;
    }

    private sealed class Held(LogLine line, DateTimeOffset due)
    {
        public LogLine Line => line;

        public DateTimeOffset Due => due;

        public bool IsOut { get; set; }
    }
}

namespace MicroK8s.Logs;

/// <summary>
/// How far a log was read. The server takes up a log at whole seconds only, so the lines of the last second come
/// again; they are known by their times. Lines that a rotation took away do no harm then, as counting them would.
/// </summary>
internal sealed class LogPosition
{
    private readonly List<long> _seen = [];

    /// <summary>Where to take the log up: the second of the latest line. Null if no line was read.</summary>
    public DateTimeOffset? Second { get; private set; }

    /// <summary>Notes a line.</summary>
    public void Note(DateTimeOffset time)
    {
        long second = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond);
        if (Second is null || second > Second.Value.UtcTicks)
        {
            Second = new DateTimeOffset(second, TimeSpan.Zero);
            _seen.RemoveAll(seen => seen < second);
        }

        if (time >= Second) _seen.Add(time.UtcTicks);
    }

    /// <summary>What comes again when the log is taken up now.</summary>
    public LogRepeats Repeats() => new(_seen);
}

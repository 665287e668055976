namespace MicroK8s.Logs;

/// <summary>The lines that a log gives a second time.</summary>
internal sealed class LogRepeats
{
    private readonly Dictionary<long, int> _times;

    /// <param name="times">Their times, as ticks.</param>
    public LogRepeats(IEnumerable<long> times) =>
        _times = times.GroupBy(time => time).ToDictionary(same => same.Key, same => same.Count());

    /// <summary>Whether a line was read before; each counts once.</summary>
    public bool Take(DateTimeOffset time)
    {
        if (_times.GetValueOrDefault(time.UtcTicks) is not (> 0 and int left)) return false;
        _times[time.UtcTicks] = left - 1;
        return true;
    }
}

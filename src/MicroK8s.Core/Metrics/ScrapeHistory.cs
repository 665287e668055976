namespace MicroK8s.Metrics;

/// <summary>
/// When targets were scraped and their processes started, which tells what a counter was when nobody saw it. Built of
/// the counters at hand, of <c>up</c> and of <c>process_start_time_seconds</c>.
/// </summary>
internal sealed class ScrapeHistory
{
    /// <summary>Some exporters compute the start anew each time, from the time since then.</summary>
    private const double SameStartSeconds = 1;

    private readonly Dictionary<ScrapeTarget, DateTimeOffset> _first = [];
    private readonly Dictionary<ScrapeTarget, IReadOnlyList<PrometheusSample>> _up = [];
    private readonly Dictionary<ScrapeTarget, IReadOnlyList<PrometheusSample>> _starts = [];
    private readonly HashSet<(ScrapeTarget Target, DateTimeOffset From, DateTimeOffset To)> _drops = [];
    private readonly HashSet<string> _jobs = [];

    /// <summary>Notes a counter: when its target was scraped, and where it went down.</summary>
    public void AddCounter(PrometheusSeries series)
    {
        if (ScrapeTarget.Of(series) is not { IsKnown: true } target) return;
        PrometheusSample? last = null;
        foreach (PrometheusSample sample in CounterRules.Valid(series))
        {
            if (last is null) NoteFirst(target, sample.Time);
            else if (sample.Value < last.Value.Value) _drops.Add((target, last.Value.Time, sample.Time));
            last = sample;
        }
    }

    /// <summary>
    /// Notes <c>up</c>, which is 1 for a scrape that succeeded, or <c>process_start_time_seconds</c>.
    /// </summary>
    public void AddState(PrometheusSeries series)
    {
        if (ScrapeTarget.Of(series) is not { IsKnown: true } target) return;
        if (series.Label("__name__") != "up")
        {
            _starts[target] = series.Samples;
            return;
        }

        _up[target] = [.. series.Samples.Where(sample => sample.Value == 1)];
        if (_up[target] is [var first, ..]) NoteFirst(target, first.Time);
    }

    /// <summary>Notes a job that had targets before the window began.</summary>
    public void AddEarlierJob(string job) => _jobs.Add(job);

    /// <summary>
    /// Whether a counter whose first sample comes after the begin of the window was 0 when the window began, or did not
    /// exist: its target was scraped before and did not have it; or its process started later; or its job was there and
    /// the target was not, so that the pod is new.
    /// </summary>
    /// <param name="target">The target of the counter.</param>
    /// <param name="first">When the counter has its first sample.</param>
    /// <param name="windowStart">The begin of the window.</param>
    public bool BeganAtZero(ScrapeTarget target, DateTimeOffset first, DateTimeOffset windowStart)
    {
        if (!target.IsKnown) return false;
        if (_first.TryGetValue(target, out DateTimeOffset scraped) && scraped < first) return true;
        return StartAt(target, first) is { } started
            ? started >= windowStart.ToUnixTimeMilliseconds() / 1000.0
            : _jobs.Contains(target.Job);
    }

    /// <summary>
    /// Whether a counter that is not lower than before was at 0 all the same in between: its process started anew, and
    /// either another counter of it went down then, or this one was missing in a scrape. The start alone is not enough,
    /// because a target may show several processes, as Istio's merged metrics do.
    /// </summary>
    /// <param name="target">The target of the counter.</param>
    /// <param name="from">When the earlier sample was scraped.</param>
    /// <param name="to">When the later sample was scraped.</param>
    public bool HasRestarted(ScrapeTarget target, DateTimeOffset from, DateTimeOffset to)
    {
        if (StartAt(target, from) is not { } before || StartAt(target, to) is not { } after
            || after - before <= SameStartSeconds)
        {
            return false;
        }

        return _drops.Any(drop => drop.Target == target && drop.From < to && from < drop.To)
            || (_up.TryGetValue(target, out IReadOnlyList<PrometheusSample>? scrapes)
                && scrapes.Any(scrape => scrape.Time > from && scrape.Time < to));
    }

    /// <summary>The start of the process, in seconds since 1970, as it was known then. Null if it was not.</summary>
    private double? StartAt(ScrapeTarget target, DateTimeOffset time)
    {
        if (!_starts.TryGetValue(target, out IReadOnlyList<PrometheusSample>? samples)) return null;
        return samples.LastOrDefault(sample => sample.Time <= time) is { Value: > 0 and < 1e11 } known
            ? known.Value
            : null;
    }

    private void NoteFirst(ScrapeTarget target, DateTimeOffset time)
    {
        if (!_first.TryGetValue(target, out DateTimeOffset known) || time < known) _first[target] = time;
    }
}

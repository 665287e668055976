namespace MicroK8s.Metrics;

/// <summary>
/// Counts from raw samples. PromQL's <c>increase()</c> stretches what it saw to the whole window, so that three
/// requests may become 3.6, and it loses what a series has in its first sample (prometheus/prometheus,
/// promql/functions.go, <c>extrapolatedRate</c>); neither will do for a test of counts. Here the increase is the sum of
/// the steps from the last sample before the window to the last one in it. A step down is a restart, and then the new
/// value is the step, as Prometheus has it.
/// </summary>
internal static class CounterRules
{
    /// <summary>The increase of one counter within a window.</summary>
    /// <param name="series">Its samples, from some time before the window on.</param>
    /// <param name="window">The window.</param>
    /// <param name="history">What is known about its target.</param>
    public static CounterIncrease Increase(PrometheusSeries series, MetricWindow window, ScrapeHistory history)
    {
        (PrometheusSample At, double? Step)[] steps = [.. Steps(series, window, history)];
        return new CounterIncrease(
            series, steps.Sum(one => one.Step ?? 0), steps.Any(one => one.Step is null && one.At.Value > 0));
    }

    /// <summary>The same, piece by piece: what was counted in each of some equal parts of the window.</summary>
    /// <param name="all">The counters.</param>
    /// <param name="window">The window.</param>
    /// <param name="parts">How many parts.</param>
    /// <param name="history">What is known about their targets.</param>
    public static IReadOnlyList<long> Trend(
        IReadOnlyList<PrometheusSeries> all, MetricWindow window, int parts, ScrapeHistory history)
    {
        double[] sums = new double[parts];
        foreach ((PrometheusSample at, double? step) in all.SelectMany(one => Steps(one, window, history)))
        {
            // A part ends with its last instant, as the window does.
            double part = Math.Ceiling((at.Time - window.Start) / window.Length * parts) - 1;
            sums[Math.Clamp((int)part, 0, parts - 1)] += step ?? 0;
        }

        return [.. sums.Select(sum => (long)Math.Round(sum))];
    }

    /// <summary>What each sample within the window adds. Null for a first one that tells nothing.</summary>
    private static IEnumerable<(PrometheusSample At, double? Step)> Steps(
        PrometheusSeries series, MetricWindow window, ScrapeHistory history)
    {
        ScrapeTarget target = ScrapeTarget.Of(series);
        PrometheusSample? last = null;
        foreach (PrometheusSample sample in Valid(series).Where(sample => sample.Time <= window.End))
        {
            if (sample.Time > window.Start)
            {
                if (last is { } before)
                {
                    bool isNew = sample.Value < before.Value
                        || history.HasRestarted(target, before.Time, sample.Time);
                    yield return (sample, isNew ? sample.Value : sample.Value - before.Value);
                }
                else
                {
                    yield return (
                        sample, history.BeganAtZero(target, sample.Time, window.Start) ? sample.Value : null);
                }
            }

            last = sample;
        }
    }

    /// <summary>
    /// Whether the samples alone do not tell the increase: the first one comes after the begin of the window, a step
    /// goes down, or scrapes are missing.
    /// </summary>
    /// <param name="series">The samples.</param>
    /// <param name="window">The window.</param>
    /// <param name="interval">The time between two scrapes. Null if it is not known.</param>
    public static bool NeedsHistory(PrometheusSeries series, MetricWindow window, TimeSpan? interval)
    {
        PrometheusSample? last = null;
        foreach (PrometheusSample sample in Valid(series))
        {
            if (last is null && sample.Time > window.Start) return true;
            if (last is { } before && sample.Time > window.Start
                && (sample.Value < before.Value || sample.Time - before.Time > 1.5 * interval))
            {
                return true;
            }

            last = sample;
        }

        return false;
    }

    /// <summary>A counter is a number from 0 on; what a broken exporter shows in its place is no sample.</summary>
    public static IEnumerable<PrometheusSample> Valid(PrometheusSeries series) =>
        series.Samples.Where(sample => double.IsFinite(sample.Value) && sample.Value >= 0);

    /// <summary>The time between two scrapes: the median of the gaps. Null if there are none.</summary>
    public static TimeSpan? ScrapeInterval(IEnumerable<PrometheusSeries> all)
    {
        long[] gaps =
        [
            .. all.SelectMany(series => series.Samples.Zip(series.Samples.Skip(1),
                (earlier, later) => (later.Time - earlier.Time).Ticks)).Where(gap => gap > 0).Order(),
        ];
        return gaps.Length == 0 ? null : TimeSpan.FromTicks(gaps[(gaps.Length - 1) / 2]);
    }

    /// <summary>When the newest sample was scraped. Null if there is none.</summary>
    public static DateTimeOffset? Newest(IEnumerable<PrometheusSeries> all) =>
        all.SelectMany(series => series.Samples).Select(sample => (DateTimeOffset?)sample.Time).Max();
}

using MicroK8s.Metrics;

namespace MicroK8s.Tests.Metrics;

/// <summary>Counts from raw samples, one every ten seconds from 12:00:00 on; the window begins at 12:00:25.</summary>
public sealed class CounterRulesTests
{
    private const double None = double.NaN;
    private const string Labels = "job=pods,instance=10.0.0.1:8080,pod=web-1";

    private static readonly MetricWindow Window =
        new(StubPrometheus.Noon.AddSeconds(25), StubPrometheus.Noon.AddSeconds(60));

    public static TheoryData<string, double[], double> Known => new()
    {
        { "grows", [5, 6, 7, 9, 10, 14, 20], 13 },
        { "the same", [7, 7, 7, 7, 7, 7, 7], 0 },
        { "ends within: the pod is gone", [5, 6, 7, 9, 12], 5 },
        { "ended before", [5, 6, 7], 0 },
        { "restarts", [5, 6, 7, 9, 2, 4, 4], 2 + 4 },
        { "restarts twice, to zero", [5, 6, 7, 0, 3, 1, 2], 0 + 3 + 1 + 1 },
        { "restarts before", [50, 60, 7, 9, 9, 9, 9], 2 },
        { "a scrape is missing before the begin", [5, 6, None, 9, 10, 10, 10], 4 },
        { "scrapes are missing within", [5, 6, 7, None, None, 10, 12], 5 },
        { "infinite and negative values are no samples", [5, 6, 7, double.PositiveInfinity, -1, 9, 10], 3 },
        { "as large as a double holds exactly", [9e15, 9e15, 9e15, 9e15 + 2, 9e15 + 2, 9e15 + 4, 9e15 + 6], 6 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void With_a_sample_before_the_window_the_steps_are_summed(string what, double[] values, double expected)
    {
        PrometheusSeries series = StubPrometheus.Samples("requests", Labels, 10, values);
        var history = new ScrapeHistory();
        history.AddCounter(series);
        CounterIncrease increase = CounterRules.Increase(series, Window, history);
        Assert.True(expected == increase.Value, $"{what}: {increase.Value}");
        Assert.False(increase.IsLowerBound);
    }

    [Fact]
    public void What_comes_after_the_window_does_not_count()
    {
        PrometheusSeries series = StubPrometheus.Samples("requests", Labels, 10, 1, 1, 1, 2, 2, 3, 4, 9, 9);
        Assert.Equal(3, CounterRules.Increase(series, Window, new ScrapeHistory()).Value);
    }

    public static TheoryData<string, string[], double, bool> Begun => new()
    {
        // The counter has its first sample, 4, at 12:00:40, and then 6 and 7.
        { "nothing is known", [], 3, true },
        { "the target was scraped and did not have it", ["up 1 1 1 1 1 1 1"], 7, false },
        { "another counter was there", ["other 1 1 1 1 1 1 1"], 7, false },
        { "the scrapes before failed, and the job is new", ["up 0 0 0 0 1 1 1"], 3, true },
        { "the process is younger than the window", ["up - - - - 1 1 1", "start - - - - 30 30 30"], 7, false },
        { "the process is older", ["up - - - - 1 1 1", "start - - - - 5 5 5"], 3, true },
        { "the process is older, but its job is not", ["up - - - - 1 1 1", "start - - - - 5 5 5", "job"], 3, true },
        { "the job was there and the pod was not", ["up - - - - 1 1 1", "job"], 7, false },
    };

    [Theory]
    [MemberData(nameof(Begun))]
    public void A_counter_that_begins_within_counts_from_zero_only_if_that_is_known(
        string what, string[] known, double expected, bool isLowerBound)
    {
        PrometheusSeries series = StubPrometheus.Samples("requests", Labels, 10, None, None, None, None, 4, 6, 7);
        ScrapeHistory history = HistoryOf(known);
        history.AddCounter(series);
        CounterIncrease increase = CounterRules.Increase(series, Window, history);
        Assert.True((expected, isLowerBound) == (increase.Value, increase.IsLowerBound), $"{what}: {increase}");
    }

    public static TheoryData<string, string[], double> Overtaken => new()
    {
        // 9 at 12:00:30, nothing at 12:00:40, 15 at 12:00:50 and then; 7 before the window.
        { "the same process", ["up 1 1 1 1 1 1 1", "start 1 1 1 1 1 1 1"], 2 + 6 },
        { "a new process, scraped without it", ["up 1 1 1 1 1 1 1", "start 1 1 1 1 38 38 38"], 2 + 15 },
        { "a start that is computed anew", ["up 1 1 1 1 1 1 1", "start 1 1 1 1 1.4 1.4 1.4"], 2 + 6 },
        { "a new process beside it, no scrape without it", ["up 1 1 1 1 0 1 1", "start 1 1 1 1 - 38 38"], 2 + 6 },
        { "a new process, and another counter went down",
            ["up 1 1 1 1 0 1 1", "start 1 1 1 1 - 38 38", "other 5 5 5 5 - 2 2"], 2 + 15 },
        { "another counter went down in the same process",
            ["up 1 1 1 1 0 1 1", "start 1 1 1 1 - 1 1", "other 5 5 5 5 - 2 2"], 2 + 6 },
        { "nothing is known of the start", ["up 1 1 1 1 1 1 1"], 2 + 6 },
    };

    [Theory]
    [MemberData(nameof(Overtaken))]
    public void A_restart_that_has_overtaken_the_old_value_is_seen_by_the_start_of_the_process(
        string what, string[] known, double expected)
    {
        PrometheusSeries series = StubPrometheus.Samples("requests", Labels, 10, 5, 6, 7, 9, None, 15, 15);
        ScrapeHistory history = HistoryOf(known);
        history.AddCounter(series);
        CounterIncrease increase = CounterRules.Increase(series, Window, history);
        Assert.True(expected == increase.Value, $"{what}: {increase.Value}");
        Assert.True(CounterRules.NeedsHistory(series, Window, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void History_is_asked_for_only_where_the_samples_do_not_tell()
    {
        bool Needs(params double[] values) => CounterRules.NeedsHistory(
            StubPrometheus.Samples("requests", Labels, 10, values), Window, TimeSpan.FromSeconds(10));
        Assert.False(Needs(1, 2, 3, 4, 5, 6, 7));
        Assert.False(Needs(1, 2, 1, 4, 5, 6, 7));
        Assert.True(Needs(1, 2, 3, 4, 3, 6, 7));
        Assert.True(Needs(1, 2, 3, None, None, 6, 7));
        Assert.True(Needs(None, None, None, 1, 2, 3, 4));
        Assert.False(Needs());
    }

    [Fact]
    public void The_interval_is_the_median_of_the_gaps_and_the_newest_sample_that_of_any_series()
    {
        PrometheusSeries[] all =
        [
            StubPrometheus.Samples("a", "", 15, 1, 1, 1, None, None, None, 1),
            StubPrometheus.Samples("b", "", 15, 1, 1),
        ];
        Assert.Equal(TimeSpan.FromSeconds(15), CounterRules.ScrapeInterval(all));
        Assert.Equal(StubPrometheus.Noon.AddSeconds(90), CounterRules.Newest(all));
        Assert.Null(CounterRules.ScrapeInterval([StubPrometheus.Samples("a", "", 15, 1)]));
        Assert.Null(CounterRules.Newest([]));
    }

    /// <summary>
    /// One line for each series of the same target: <c>up</c>, <c>other</c> counter, or <c>start</c> of the process in
    /// seconds after noon; <c>job</c> for a job that was there before.
    /// </summary>
    private static ScrapeHistory HistoryOf(string[] known)
    {
        var history = new ScrapeHistory();
        foreach (string[] words in known.Select(line => line.Split(' ')))
        {
            double[] values =
            [
                .. words.Skip(1).Select(word => word == "-" ? None : double.Parse(
                    word, System.Globalization.CultureInfo.InvariantCulture)),
            ];
            double noon = StubPrometheus.Noon.ToUnixTimeSeconds();
            switch (words[0])
            {
                case "job": history.AddEarlierJob("pods"); break;
                case "up": history.AddState(StubPrometheus.Samples("up", Labels, 10, values)); break;
                case "other": history.AddCounter(StubPrometheus.Samples("other", Labels, 10, values)); break;
                default:
                    history.AddState(StubPrometheus.Samples(
                        "process_start_time_seconds", Labels, 10, [.. values.Select(value => noon + value)]));
                    break;
            }
        }

        return history;
    }
}

using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>One reading: the queries, and what is made of their answers.</summary>
internal sealed class CountingRun(
    IPrometheus prometheus, MetricVariant variant, MetricSide side, MetricWindow window, MetricQuestion question)
{
    private const int TargetsOfQuery = 80;

    /// <summary>The label that tells which of several quantiles a number is.</summary>
    private const string Place = "quantile_number";

    private static readonly SeriesSelector States =
        SeriesSelector.Parse("{__name__=~\"up|process_start_time_seconds\"}")!;

    private readonly MetricSelection _selection = variant.Select(side);
    private readonly ScrapeHistory _history = new();
    private readonly HashSet<ScrapeTarget> _asked = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _warnings = [];
    private bool _isLowerBound;

    public async Task<MetricReading> CountAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PrometheusSeries> requests =
            await SamplesAsync(_selection.Requests, cancellationToken).ConfigureAwait(false);
        if (requests.Count == 0)
        {
            return Inconclusive(
                InconclusiveReason.NoSeries,
                $"Prometheus at {prometheus.Address} has no series {_selection.Requests}.");
        }

        TimeSpan? interval = CounterRules.ScrapeInterval(requests);
        DateTimeOffset newest = CounterRules.Newest(requests) ?? window.Start;
        if (StaleOf(newest, interval ?? question.ScrapeInterval) is { } stale) return stale;

        IReadOnlyList<CounterIncrease> increases =
            await IncreasesAsync(requests, "requests", cancellationToken).ConfigureAwait(false);
        long all = Whole(increases.Sum(increase => increase.Value));
        long failed = _selection.Failures is null
            ? Whole(increases.Where(increase => _selection.IsFailure(increase.Series)).Sum(increase => increase.Value))
            : await FailuresAsync(_selection.Failures, all, cancellationToken).ConfigureAwait(false);
        MetricLatency? latency = null;
        if (question.SlowerThan is not null || Quantiles.Length > 0)
        {
            latency = await LatencyAsync(cancellationToken).ConfigureAwait(false);
            if (latency is null && question.MayLackLatency)
            {
                _notes.Add(
                    $"There is no classic histogram of durations{(_selection.Buckets is { } none ? $": no series {none}"
                        : "")}.");
            }
            else if (latency is null)
            {
                return Inconclusive(
                    InconclusiveReason.NoSeries,
                    $"Prometheus at {prometheus.Address} has no classic histogram of durations for {side}"
                    + $"{(_selection.Buckets is { } buckets ? $": no series {buckets}" : "")}.");
            }
        }

        if (_warnings.Count > 0)
        {
            return Inconclusive(
                InconclusiveReason.PartialAnswer, $"Prometheus at {prometheus.Address} warns: {_warnings[0]}.");
        }

        var counts = new MetricCounts(side, window, all, failed)
        {
            Source = variant.ToString(),
            Latency = latency,
            Trend = PartsOf(interval) is > 0 and var parts
                ? CounterRules.Trend(requests, window, parts, _history)
                : [],
            NewestSample = newest,
            ScrapeInterval = interval,
            IsLowerBound = _isLowerBound,
            Notes = [.. _notes],
        };
        long enough = Math.Max(1, question.MinimumRequests);
        return all >= enough ? counts : Inconclusive(
            InconclusiveReason.TooFewRequests, $"There were {all} requests to {side}, fewer than {enough}.") with
        {
            Counts = counts,
        };
    }

    /// <summary>All that are asked for, the single one last.</summary>
    private double[] Quantiles =>
        [.. question.Quantiles, .. question.Quantile is { } one ? new[] { one } : []];

    /// <summary>Parts that are shorter than the time between scrapes would show gaps that are none.</summary>
    private int PartsOf(TimeSpan? interval) => interval is { Ticks: > 0 } known
        ? Math.Min(question.TrendParts, Math.Max(1, (int)(window.Length / known)))
        : Math.Min(question.TrendParts, 1);

    private static long Whole(double value) => (long)Math.Round(value);

    private MetricInconclusive Inconclusive(InconclusiveReason reason, string message) =>
        new(side, window, reason, message);

    private MetricInconclusive? StaleOf(DateTimeOffset newest, TimeSpan interval)
    {
        TimeSpan age = window.End - newest;
        string seconds = age.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        if (age > question.StaleAfterScrapes * interval)
        {
            return Inconclusive(
                InconclusiveReason.StaleScrape,
                $"The newest sample of {side} is {seconds} s old, more than {question.StaleAfterScrapes} scrapes: "
                + "its pods are gone, or Prometheus cannot scrape them.");
        }

        return newest <= window.Start
            ? Inconclusive(
                InconclusiveReason.StaleScrape,
                $"{side} was not scraped since the window began; its newest sample is {seconds} s old.")
            : null;
    }

    private async Task<long> FailuresAsync(SeriesSelector selector, long all, CancellationToken cancellationToken)
    {
        IReadOnlyList<PrometheusSeries> failures =
            await SamplesAsync(selector, cancellationToken).ConfigureAwait(false);
        if (failures.Count == 0)
        {
            _notes.Add($"There is no series {selector}, which counts as no failure.");
        }

        IReadOnlyList<CounterIncrease> increases =
            await IncreasesAsync(failures, "failures", cancellationToken).ConfigureAwait(false);
        long failed = Whole(increases.Sum(increase => increase.Value));
        if (failed <= all) return failed;
        _notes.Add($"The counters show {failed} failures of {all} requests, so that the two do not belong together.");
        return all;
    }

    /// <summary>Null if there is no histogram.</summary>
    private async Task<MetricLatency?> LatencyAsync(CancellationToken cancellationToken)
    {
        if (_selection.Buckets is not { } buckets) return null;
        PrometheusAnswer listed = await QueryAsync($"count by ({BucketRules.Edge}) ({buckets})", cancellationToken)
            .ConfigureAwait(false);
        string[] edges =
        [
            .. listed.Series.Select(series => series.Label(BucketRules.Edge)).Where(edge => edge.Length > 0),
        ];
        if (edges.Length == 0) return null;

        double edge = EdgeOf(edges);
        IReadOnlyList<PrometheusSeries> series = await SamplesAsync(
            buckets.Matching(BucketRules.Edge, BucketRules.Pattern(edges, edge)), cancellationToken)
            .ConfigureAwait(false);
        (double timed, double slow) = BucketRules.Count(
            await IncreasesAsync(series, "durations", cancellationToken).ConfigureAwait(false));
        TimeSpan?[] quantiles = await QuantilesAsync(buckets, cancellationToken).ConfigureAwait(false);
        if (timed > 0 && quantiles.Contains(null))
        {
            // A counter that was zero before its first scrape counts, but has no rate yet.
            _notes.Add("Percentiles are not known: that takes requests between two scrapes, and there were none.");
        }

        return new MetricLatency(
            Whole(timed), question.SlowerThan is null ? null : Whole(slow), question.SlowerThan,
            question.SlowerThan is null ? null : edge * _selection.Unit)
        {
            Quantile = question.Quantile is null ? null : quantiles[^1],
            Quantiles = quantiles[..question.Quantiles.Count],
        };
    }

    private double EdgeOf(string[] edges)
    {
        if (question.SlowerThan is not { } bound) return double.PositiveInfinity;
        double? edge = BucketRules.EdgeFor(edges, bound / _selection.Unit);
        if (edge is null)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"Durations above {Text(bound)} cannot be counted: the buckets of {_selection.Buckets} have the edges "
                + $"{string.Join(", ", edges)}.",
                bound, "Choose a bound that is one of the edges.");
        }

        if (edge * _selection.Unit is var used && used != bound)
        {
            _notes.Add(
                $"{Text(bound)} is no edge of a bucket, so requests above {Text(used.Value)}, the next lower one, "
                + "count as slow.");
        }

        return edge.Value;
    }

    /// <summary>One query for all; each answers with its number, unless it is the only one.</summary>
    private async Task<TimeSpan?[]> QuantilesAsync(SeriesSelector buckets, CancellationToken cancellationToken)
    {
        double[] wanted = Quantiles;
        if (wanted.Length == 0) return [];
        string[] each =
        [
            .. wanted.Select(quantile => string.Create(
                CultureInfo.InvariantCulture,
                $"histogram_quantile({quantile}, sum by ({BucketRules.Edge}) (rate({buckets.Over(window.Length)})))")),
        ];
        string expression = each.Length == 1 ? each[0] : string.Join(" or ", each.Select((one, index) =>
            string.Create(
                CultureInfo.InvariantCulture, $"label_replace({one}, \"{Place}\", \"{index}\", \"\", \"\")")));
        PrometheusAnswer answer = await QueryAsync(expression, cancellationToken).ConfigureAwait(false);
        return
        [
            .. wanted.Select((_, index) => answer.Series
                .Where(one => each.Length == 1 || one.Label(Place) == index.ToString(CultureInfo.InvariantCulture))
                .Select(one => one.Samples is [{ Value: var value }] && double.IsFinite(value)
                    ? value * _selection.Unit
                    : (TimeSpan?)null)
                .FirstOrDefault()),
        ];
    }

    /// <summary>The raw samples of the window and of the time before it, each scraped only once.</summary>
    private async Task<IReadOnlyList<PrometheusSeries>> SamplesAsync(
        SeriesSelector selector, CancellationToken cancellationToken)
    {
        TimeSpan length = window.Length + MetricReader.Lookback;
        PrometheusAnswer answer =
            await QueryAsync(selector.Over(length), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PrometheusSeries> series = ScrapedOnce.Of(answer.Series, out IReadOnlyList<string> ways);
        if (ways.Count > 0 && !_notes.Exists(note => note.StartsWith("Pods are scraped", StringComparison.Ordinal)))
        {
            _notes.Add($"Pods are scraped more than once; not counted again: {string.Join(", ", ways)}.");
        }

        return series;
    }

    private async Task<IReadOnlyList<CounterIncrease>> IncreasesAsync(
        IReadOnlyList<PrometheusSeries> series, string what, CancellationToken cancellationToken)
    {
        foreach (PrometheusSeries one in series) _history.AddCounter(one);
        TimeSpan? interval = CounterRules.ScrapeInterval(series);
        await LearnAsync(
            series.Where(one => CounterRules.NeedsHistory(one, window, interval)), cancellationToken)
            .ConfigureAwait(false);
        CounterIncrease[] increases = [.. series.Select(one => CounterRules.Increase(one, window, _history))];
        int unknown = increases.Count(increase => increase.IsLowerBound);
        if (unknown > 0)
        {
            _isLowerBound = true;
            _notes.Add(
                $"{unknown} of {increases.Length} series of {what} begin within the window without a sign of what they "
                + "had counted before, so their first sample is not in the count.");
        }

        return increases;
    }

    /// <summary>
    /// Asks what there is to know about the targets of some series, in queries that an address can hold.
    /// </summary>
    private async Task LearnAsync(IEnumerable<PrometheusSeries> unclear, CancellationToken cancellationToken)
    {
        foreach (ScrapeTarget[] targets in unclear.Select(ScrapeTarget.Of)
            .Where(target => target.IsKnown && _asked.Add(target)).Chunk(TargetsOfQuery))
        {
            string jobs = Either(targets.Select(target => target.Job));
            SeriesSelector state = States.Matching("job", jobs)
                .Matching("instance", Either(targets.Select(target => target.Instance)));
            PrometheusAnswer states = await QueryAsync(
                state.Over(window.Length + MetricReader.Lookback), cancellationToken).ConfigureAwait(false);
            foreach (PrometheusSeries one in states.Series) _history.AddState(one);
            PrometheusAnswer earlier = await QueryAsync(
                $"count by (job) ({SeriesSelector.Of("up").Matching("job", jobs)})", cancellationToken, window.Start)
                .ConfigureAwait(false);
            foreach (PrometheusSeries one in earlier.Series) _history.AddEarlierJob(one.Label("job"));
        }
    }

    private async Task<PrometheusAnswer> QueryAsync(
        string expression, CancellationToken cancellationToken, DateTimeOffset? time = null)
    {
        var query = new PrometheusQuery(expression) { Time = time ?? window.End };
        PrometheusAnswer answer = await prometheus.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        _warnings.AddRange(answer.Warnings);
        return answer;
    }

    private static string Either(IEnumerable<string> texts) =>
        string.Join('|', texts.Distinct().Select(PromQl.Literal));

    private static string Text(TimeSpan duration) => duration.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###} s");
}

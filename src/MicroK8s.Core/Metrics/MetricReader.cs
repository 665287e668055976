using System.Globalization;
using MicroK8s.Errors;

namespace MicroK8s.Metrics;

/// <summary>
/// Counts the requests of one side within a window. It has no state: the same question about the same time has the same
/// answer, as long as Prometheus keeps the samples.
/// </summary>
/// <param name="prometheus">Where the samples are.</param>
public sealed class MetricReader(IPrometheus prometheus)
{
    /// <summary>
    /// How long before the window the last sample before it is looked for: as long as Prometheus itself looks back
    /// (<c>--query.lookback-delta</c>).
    /// </summary>
    internal static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time by the clock of Prometheus, of which the begin and the end of a window are made: that of this machine
    /// may differ.
    /// </summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">As <see cref="IPrometheus.QueryAsync"/>.</exception>
    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken)
    {
        PrometheusAnswer answer =
            await prometheus.QueryAsync(new PrometheusQuery("time()"), cancellationToken).ConfigureAwait(false);
        return answer.Series is [{ Samples: [var now] }] ? now.Time : throw new ClusterException(
            ClusterFault.Unreachable, $"{prometheus.Address} does not answer as Prometheus does: it has no time.",
            prometheus.Address);
    }

    /// <summary>
    /// Finds the first variant of the first source that has series for every side: numbers of different sources cannot
    /// be compared.
    /// </summary>
    /// <param name="sources">The sources to look for, the preferred one first; or the one that was chosen.</param>
    /// <param name="sides">The sides, such as canary and stable.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec: Prometheus refuses a selector, or a name is no name.</exception>
    public async Task<MetricLookup> FindAsync(
        IReadOnlyList<MetricSource> sources, IReadOnlyList<MetricSide> sides, CancellationToken cancellationToken)
    {
        MetricVariant[] variants = [.. sources.SelectMany(source => source.Variants)];
        var missing = new List<MetricSide>();
        var some = new SortedSet<string>(StringComparer.Ordinal);
        HashSet<int>? common = null;
        foreach (MetricSide side in sides)
        {
            HashSet<int> found;
            try
            {
                found = await PresentAsync(variants, side, cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException exception) when (ReasonOf(exception) is { } reason)
            {
                return new MetricLookup(null, new MetricInconclusive(side, Now(), reason, exception.Message));
            }

            if (found.Count == 0) missing.Add(side);
            some.UnionWith(found.Select(index => $"{variants[index].Source} for {side}"));
            common = common is null ? found : [.. common.Intersect(found)];
        }

        if (common is { Count: > 0 }) return new MetricLookup(variants[common.Min()], null);
        MetricSide first = missing.Count > 0 ? missing[0] : sides[0];
        string text = $"Prometheus at {prometheus.Address} has no series of {string.Join(", ", sources)} for "
            + (missing.Count > 0 ? string.Join(" and ", missing) : $"all of {string.Join(", ", sides)}")
            + (some.Count > 0 ? $"; it has {string.Join(", ", some)}." : ".");
        return new MetricLookup(null, new MetricInconclusive(first, Now(), InconclusiveReason.NoSeries, text));
    }

    /// <summary>Counts.</summary>
    /// <param name="variant">What to read, from <see cref="FindAsync"/>.</param>
    /// <param name="side">Whose requests.</param>
    /// <param name="window">Of which time.</param>
    /// <param name="question">What to count.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see cref="MetricCounts"/> or <see cref="MetricInconclusive"/>.</returns>
    /// <exception cref="ClusterException">
    /// InvalidSpec: the window has no length, Prometheus refuses a selector, or the bound is below every bucket, so
    /// that nothing can be said about it.
    /// </exception>
    public async Task<MetricReading> ReadAsync(
        MetricVariant variant, MetricSide side, MetricWindow window, MetricQuestion question,
        CancellationToken cancellationToken)
    {
        if (window.Length <= TimeSpan.Zero)
        {
            throw new ClusterException(ClusterFault.InvalidSpec, "The window of the metrics has no length.", window);
        }

        try
        {
            var run = new CountingRun(prometheus, variant, side, window, question);
            return await run.CountAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception) when (ReasonOf(exception) is { } reason)
        {
            return new MetricInconclusive(side, window, reason, exception.Message);
        }
    }

    /// <summary>Evaluates an expression of the user's own at the end of a window; it has to give one number.</summary>
    /// <param name="template">The expression.</param>
    /// <param name="side">For whom.</param>
    /// <param name="window">For which time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// <see cref="MetricNumber"/>, or <see cref="MetricInconclusive"/> if there is none or it is NaN.
    /// </returns>
    /// <exception cref="ClusterException">InvalidSpec: Prometheus refuses it, or it gives several numbers.</exception>
    public async Task<MetricReading> EvaluateAsync(
        PromQlTemplate template, MetricSide side, MetricWindow window, CancellationToken cancellationToken)
    {
        try
        {
            var query = new PrometheusQuery(template.Fill(side, window.Length)) { Time = window.End };
            PrometheusAnswer answer = await prometheus.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            return NumberOf(answer, template, side, window);
        }
        catch (ClusterException exception) when (ReasonOf(exception) is { } reason)
        {
            return new MetricInconclusive(side, window, reason, exception.Message);
        }
    }

    private static MetricReading NumberOf(
        PrometheusAnswer answer, PromQlTemplate template, MetricSide side, MetricWindow window)
    {
        MetricInconclusive Inconclusive(InconclusiveReason reason, string why) =>
            new(side, window, reason, $"'{template}' for {side} {why}.");
        if (answer.Warnings is [var warning, ..])
        {
            return Inconclusive(InconclusiveReason.PartialAnswer, $"warns: {warning}");
        }

        return answer switch
        {
            { Kind: PrometheusResultKind.Matrix } or { Series.Count: > 1 } => throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"'{template}' gives {answer.Series.Count} series{(answer.Kind == PrometheusResultKind.Matrix
                    ? " of samples" : "")}, but must give one number.",
                template.Text, "Aggregate it, as by sum(...)."),
            { Series: [{ Samples: [var sample] }] } => double.IsNaN(sample.Value)
                ? Inconclusive(InconclusiveReason.TooFewRequests, "is not a number, as a share of no requests is not")
                : new MetricNumber(side, window, sample.Value),
            _ => Inconclusive(InconclusiveReason.NoSeries, "has no value"),
        };
    }

    private static MetricWindow Now() => new(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);

    /// <summary>What may pass or is not the expression's fault. Null for what has to be corrected.</summary>
    internal static InconclusiveReason? ReasonOf(ClusterException exception) => exception.Fault switch
    {
        ClusterFault.Unreachable or ClusterFault.ResourceNotFound or ClusterFault.NamespaceNotFound
            => InconclusiveReason.PrometheusAway,
        ClusterFault.AccessDenied or ClusterFault.NotAuthenticated => InconclusiveReason.AccessDenied,
        ClusterFault.AnswerTooLarge => InconclusiveReason.AnswerTooLarge,
        _ => null,
    };

    /// <summary>The variants that have series, asked for in one query; each answers with its number.</summary>
    private async Task<HashSet<int>> PresentAsync(
        MetricVariant[] variants, MetricSide side, CancellationToken cancellationToken)
    {
        string expression = string.Join(" or ", variants.Select((variant, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"label_replace(count({variant.Select(side).Requests}), \"variant\", \"{index}\", \"\", \"\")")));
        PrometheusAnswer answer =
            await prometheus.QueryAsync(new PrometheusQuery(expression), cancellationToken).ConfigureAwait(false);
        return
        [
            .. answer.Series.Select(series =>
                int.TryParse(series.Label("variant"), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < variants.Length ? index : -1).Where(index => index >= 0),
        ];
    }
}

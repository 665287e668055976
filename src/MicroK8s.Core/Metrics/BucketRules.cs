using System.Globalization;

namespace MicroK8s.Metrics;

/// <summary>
/// Counts slow requests from the cumulative buckets of a classic histogram: the bucket <c>le="0.5"</c> holds all that
/// took 0.5 or less.
/// </summary>
internal static class BucketRules
{
    /// <summary>The label of a bucket that is its upper edge.</summary>
    public const string Edge = "le";

    /// <summary>
    /// The edge to count by: the bound itself, or the next lower edge, so that no slow request is missed; requests
    /// between the edge and the bound then count as slow. Null if all edges are above the bound.
    /// </summary>
    /// <param name="edges">The values of <c>le</c>; several ways to write a number may be among them.</param>
    /// <param name="bound">The bound in the unit of the edges.</param>
    public static double? EdgeFor(IEnumerable<string> edges, double bound) => edges.Select(Number)
        .Where(edge => edge is { } number && double.IsFinite(number) && number <= bound * (1 + 1e-9)).Max();

    /// <summary>All ways in which the edge and infinity are written, as a regular expression.</summary>
    public static string Pattern(IEnumerable<string> edges, double edge) => string.Join('|', edges
        .Where(text => Number(text) is { } number && (number == edge || double.IsPositiveInfinity(number)))
        .Distinct().Order(StringComparer.Ordinal).Select(PromQl.Literal));

    /// <summary>The measured requests and the slow ones among them.</summary>
    /// <param name="increases">The increases of the buckets of the edge and of infinity.</param>
    public static (double Timed, double Slow) Count(IEnumerable<CounterIncrease> increases)
    {
        double timed = 0, slow = 0;
        foreach (IGrouping<string, CounterIncrease> histogram in increases.GroupBy(increase => Others(increase.Series)))
        {
            double all = histogram.Where(bucket => IsInfinite(bucket.Series)).Sum(bucket => bucket.Value);
            double below = histogram.Where(bucket => !IsInfinite(bucket.Series)).Sum(bucket => bucket.Value);
            timed += all;
            slow += Math.Max(0, all - below);
        }

        return (timed, slow);
    }

    private static bool IsInfinite(PrometheusSeries series) =>
        Number(series.Label(Edge)) is { } edge && double.IsPositiveInfinity(edge);

    private static double? Number(string text) =>
        text is "+Inf" or "Inf" ? double.PositiveInfinity
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : null;

    private static string Others(PrometheusSeries series) => string.Join('\n', series.Labels
        .Where(label => label.Key is not (Edge or "__name__")).OrderBy(label => label.Key, StringComparer.Ordinal)
        .Select(label => $"{label.Key}={label.Value}"));
}

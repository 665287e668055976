using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Errors;
using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>What the requests of a canary have to be like.</summary>
/// <param name="Name">As messages say it: <c>success rate</c>, <c>p99 &lt; 500 ms</c>.</param>
/// <param name="Rule">The limit and the margin over the stable side; which requests count as failures.</param>
public sealed partial record MetricCriterion(string Name, EvidenceRule Rule)
{
    /// <summary>Requests that take longer count as failures. Null: those that the source calls failed.</summary>
    public TimeSpan? SlowerThan { get; init; }

    /// <summary>The quantile to show, 0 to 1. Null for none.</summary>
    public double? Quantile { get; init; }

    /// <summary>A success rate, compared with that of the stable side.</summary>
    /// <param name="percent">Percent of requests that must not fail. Null: only compared.</param>
    /// <param name="margin">How much worse than stable it may be, as a share. Null: not compared.</param>
    /// <param name="errors">How often a decision may be wrong.</param>
    /// <exception cref="ClusterException">InvalidSpec: not above 0 and below 100.</exception>
    public static MetricCriterion Success(double? percent, double? margin, ErrorRates errors) => new(
        "success rate",
        new EvidenceRule
        {
            AllowedFailureShare = percent is { } rate ? Allowed("SuccessRate", rate) : null,
            Margin = margin,
            Errors = errors,
        });

    /// <summary>A latency such as <c>p99 &lt; 500ms</c>: at most 1% of requests may take longer.</summary>
    /// <param name="text">The quantile and the bound.</param>
    /// <param name="margin">How much larger than of stable the share of slow requests may be. Null: any.</param>
    /// <param name="errors">How often a decision may be wrong.</param>
    /// <exception cref="ClusterException">InvalidSpec: not of this form.</exception>
    public static MetricCriterion Latency(string text, double? margin, ErrorRates errors)
    {
        if (Form().Match(text.Trim()) is not { Success: true } match)
        {
            throw InvalidInput.Of("Latency", text, "must be a percentile and a bound, such as 'p99 < 500ms'");
        }

        double percent = double.Parse(match.Groups["percent"].ValueSpan, CultureInfo.InvariantCulture);
        double number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        TimeSpan bound = match.Groups["unit"].Value == "s"
            ? TimeSpan.FromSeconds(number)
            : TimeSpan.FromMilliseconds(number);
        if (bound <= TimeSpan.Zero) throw InvalidInput.Of("Latency", text, "must have a bound above 0");
        string shown = string.Create(CultureInfo.InvariantCulture, $"{number:0.###} {match.Groups["unit"].Value}");
        return new MetricCriterion(
            string.Create(CultureInfo.InvariantCulture, $"p{percent:0.###} < {shown}"),
            new EvidenceRule
            {
                AllowedFailureShare = Allowed("Latency", percent),
                Margin = margin,
                Errors = errors,
                FailureWord = $"slower than {shown}",
            })
        {
            SlowerThan = bound,
            Quantile = percent / 100,
        };
    }

    private static double Allowed(string parameter, double percent) => percent is > 0 and < 100
        ? EvidenceRule.AllowedBy(percent)
        : throw InvalidInput.Of(
            parameter, percent.ToString(CultureInfo.InvariantCulture), "must be above 0 and below 100: no number of "
            + "requests can prove 100%");

    [GeneratedRegex(@"^p(?<percent>[0-9]{1,2}(\.[0-9]{1,3})?)\s*<=?\s*(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>ms|s)$")]
    private static partial Regex Form();
}

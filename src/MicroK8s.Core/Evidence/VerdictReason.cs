using System.Globalization;

namespace MicroK8s.Evidence;

/// <summary>A verdict as one line for an operator. Pure.</summary>
internal static class VerdictReason
{
    public static string Of(
        EvidenceRule rule, EvidenceOutcome outcome, IReadOnlyList<CriterionVerdict> criteria,
        SideCounts canary, SideCounts stable, string? refusal, long? missing)
    {
        string counts = Counts(rule, canary, stable);
        return outcome switch
        {
            EvidenceOutcome.Fail => $"{counts}: {Failed(rule, criteria, stable)}",
            EvidenceOutcome.Pass => $"{counts}: {Passed(rule)}",
            _ => $"{counts}: {Open(rule, canary, stable, refusal, missing)}",
        };
    }

    private static string Failed(EvidenceRule rule, IReadOnlyList<CriterionVerdict> criteria, SideCounts stable) =>
        string.Join(" and ", criteria.Where(one => one.Outcome == EvidenceOutcome.Fail).Select(one =>
            one.Criterion == EvidenceCriterion.Comparison ? $"worse by more than {Points(rule.Margin!.Value)}"
            : stable.FailureShare > rule.AllowedFailureShare
                ? $"more than the allowed {Percent(rule.AllowedFailureShare.Value)} (as is stable)"
            : $"more than the allowed {Percent(rule.AllowedFailureShare!.Value)}"));

    private static string Passed(EvidenceRule rule) => string.Join(" and ", new[]
    {
        rule.AllowedFailureShare is { } limit ? $"below the allowed {Percent(limit)}" : null,
        rule.Margin is { } margin ? $"not worse by {Points(margin)}" : null,
    }.OfType<string>());

    private static string Open(
        EvidenceRule rule, SideCounts canary, SideCounts stable, string? refusal, long? missing)
    {
        if (refusal is not null) return $"not counted, {refusal}";
        if (canary.Requests == 0) return "nothing to judge by";
        if (rule.Margin is not null && stable.Requests == 0) return "nothing to compare with";
        if (missing is not { } requests) return "undecided, too close to tell how many more requests are needed";
        string unit = requests == 1 ? "request" : "requests";
        return $"undecided, about {Number(Rounded(requests))} more canary {unit} needed";
    }

    private static string Counts(EvidenceRule rule, SideCounts canary, SideCounts stable)
    {
        string word = " " + rule.FailureWord;
        string ofCanary = canary.Requests == 0 ? "canary got no requests" : $"canary {Share(canary, word)}";
        if (stable.Requests == 0) return rule.Margin is null ? ofCanary : $"{ofCanary}, stable got no requests";
        return $"{ofCanary}, stable {Share(stable, canary.Requests == 0 ? word : "")}";
    }

    private static string Share(SideCounts counts, string word) =>
        $"{Number(counts.Failures)} of {Number(counts.Requests)}{word} ({Roughly(counts.FailureShare)})";

    /// <summary>Two digits that count, as many as an estimate can have.</summary>
    private static long Rounded(long number)
    {
        long unit = 1;
        while (number / unit >= 100) unit *= 10;
        return (number + unit - 1) / unit * unit;
    }

    private static string Points(double share) => $"{Exactly(share)} percentage {(share == 0.01 ? "point" : "points")}";

    private static string Percent(double share) => $"{Exactly(share)}%";

    /// <summary>A number of the rule, as it was given.</summary>
    private static string Exactly(double share) =>
        ((decimal)share * 100).ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>
    /// A share that was seen: one digit after the point, or two near 0 and 100, or as many as show it.
    /// </summary>
    private static string Roughly(double share)
    {
        decimal percent = (decimal)share * 100;
        int places = percent is >= 1 and <= 99 ? 1 : 2;
        while (places < 8 && percent is > 0 and < 100 && Math.Round(percent, places) is 0m or 100m) places++;
        return Math.Round(percent, places).ToString("0.########", CultureInfo.InvariantCulture) + "%";
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

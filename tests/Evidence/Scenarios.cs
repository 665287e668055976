using MicroK8s.Evidence;

namespace MicroK8s.EvidenceSimulation;

/// <summary>The rows of the table, in groups.</summary>
internal static class Scenarios
{
    private const double Margin = 0.005;
    private const double Usual = 0.2;

    private static readonly EvidenceRule Comparison = new() { Margin = Margin };
    private static readonly EvidenceRule Limit = new() { AllowedFailureShare = EvidenceRule.AllowedBy(99.5) };
    private static readonly EvidenceRule Both = Limit with { Margin = 0.01 };

    /// <summary>Titles and rows.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<Scenario> Rows)> All()
    {
        yield return ("Comparison, margin 0.5 points; the canary gets 20% of 100 requests/s",
            [.. new[] { 0, 0.001, 0.01, 0.05 }.SelectMany(stable => Canaries(stable, Usual, 100))]);
        yield return ("The same at a stable failure share of 1%, with other shares of traffic",
            [.. new[] { 0.05, 0.5 }.SelectMany(weight => Canaries(0.01, weight, 100))]);
        yield return ("The same at a stable failure share of 1% and 5% of traffic, with other rates of requests",
            [.. new[] { 10.0, 1000 }.SelectMany(rate => Canaries(0.01, 0.05, rate))]);
        yield return ("Comparison, margin 2 points; the canary gets 5% of 100 requests/s",
            [.. Canaries(0.01, 0.05, 100, 0.02)]);
        yield return ("Limit only, success rate 99.5%; 20% of 100 requests/s",
            [.. new[] { 0, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05 }.Select(canary =>
                AgainstLimit(canary, Limit))]);
        yield return ("Limit 99.5% and comparison with a margin of 1 point together",
            [.. new[] { 0.001, 0.005, 0.01, 0.02, 0.05 }.Select(canary =>
                AgainstLimit(canary, Both))]);
        yield return ("Shares that change, margin 0.5 points", [.. Changing()]);
    }

    private static IEnumerable<Scenario> Canaries(double stable, double weight, double rate, double margin = Margin)
    {
        EvidenceRule rule = Comparison with { Margin = margin };
        yield return Scenario.Steady(stable, stable, weight, rate, rule, "equal");
        if (stable > 0) yield return Scenario.Steady(stable, stable / 2, weight, rate, rule, "half of stable");
        yield return Scenario.Steady(stable, stable + margin, weight, rate, rule, "at the margin");
        if (stable > 0) yield return Scenario.Steady(stable, stable * 2, weight, rate, rule, "2x");
        foreach (int points in new[] { 1, 2, 5 })
        {
            // Shown above under another name.
            if (points / 100.0 == stable || points / 100.0 == margin) continue;
            yield return Scenario.Steady(stable, stable + (points / 100.0), weight, rate, rule, $"+{points} points");
        }
    }

    private static Scenario AgainstLimit(double canary, EvidenceRule rule) => Scenario.Steady(
        0.001, canary, Usual, 100, rule,
        canary == rule.AllowedFailureShare ? "at the limit" : canary < rule.AllowedFailureShare ? "good" : "bad");

    private static IEnumerable<Scenario> Changing()
    {
        yield return new Scenario(
            "equal; outage of both", Outage, Outage, _ => Usual, 100, Comparison);
        yield return new Scenario(
            "equal; outage, weight to 50%", Outage, Outage, second => second < 50 ? 0.05 : 0.5, 100, Comparison);
        yield return new Scenario(
            "+2 points; outage of both", Outage, second => Outage(second) + 0.02, _ => Usual, 100, Comparison);
        yield return new Scenario(
            "equal, then +5 points", _ => 0.01, second => second < 30 ? 0.01 : 0.06, _ => Usual, 100, Comparison);

        static double Outage(double second) => second is > 20 and < 80 ? 0.3 : 0.001;
    }
}

using System.Globalization;
using MicroK8s.Evidence;

namespace MicroK8s.EvidenceSimulation;

/// <summary>Many simulated steps of a scenario as one line.</summary>
internal static class SimulationTable
{
    /// <summary>The line above the columns.</summary>
    public static string Head => string.Format(
        CultureInfo.InvariantCulture, "{0,-42}{1,8}{2,8} |{3,8}{4,8}{5,8} |{6,9}{7,9}{8,7}{9,7} |{10,8}{11,7}",
        "canary", "stable", "canary", "Fail", "Pass", "open", "requests", "95th", "time", "95th", "Flagger", "time");

    /// <summary>Runs the steps of a scenario, and says how they ended.</summary>
    public static string Row(Scenario scenario, IDistributions distributions, int runs, int seed)
    {
        SimulatedStep[] steps = new SimulatedStep[runs];
        Parallel.For(0, runs, run => steps[run] = SimulatedStep.Run(scenario, distributions, seed + run));
        SimulatedStep[] decided = [.. steps.Where(step => step.Outcome != EvidenceOutcome.Inconclusive)];
        int[] flagger = [.. steps.Select(step => step.FixedThresholdAt).OfType<int>()];
        return string.Format(
            CultureInfo.InvariantCulture, "{0,-42}{1,8}{2,8} |{3,8}{4,8}{5,8} |{6,9}{7,9}{8,7}{9,7} |{10,8}{11,7}",
            Title(scenario), Percent(scenario.Stable(0)), Percent(scenario.Canary(0)),
            Part(steps.Count(step => step.Outcome == EvidenceOutcome.Fail), runs),
            Part(steps.Count(step => step.Outcome == EvidenceOutcome.Pass), runs),
            Part(runs - decided.Length, runs),
            Quantile(decided, 0.5, step => step.Requests, ""), Quantile(decided, 0.95, step => step.Requests, ""),
            Quantile(decided, 0.5, step => step.Seconds, " s"), Quantile(decided, 0.95, step => step.Seconds, " s"),
            Part(flagger.Length, runs), Quantile(flagger, 0.5, second => second, " s"));
    }

    private static string Title(Scenario scenario) => string.Create(
        CultureInfo.InvariantCulture, $"{scenario.Name} ({scenario.Weight(0):0%} of {scenario.RequestsPerSecond}/s)");

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);

    private static string Part(int part, int whole) =>
        ((double)part / whole).ToString("0.00%", CultureInfo.InvariantCulture);

    private static string Quantile<T>(IReadOnlyCollection<T> steps, double part, Func<T, long> value, string unit)
    {
        if (steps.Count == 0) return "-";
        long[] sorted = [.. steps.Select(value).Order()];
        return sorted[(int)Math.Ceiling(part * sorted.Length) - 1].ToString("N0", CultureInfo.InvariantCulture) + unit;
    }
}

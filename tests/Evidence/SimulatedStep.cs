using MicroK8s.Evidence;

namespace MicroK8s.EvidenceSimulation;

/// <summary>One step, from its begin to the first decision, or to its end.</summary>
/// <param name="Outcome">The first outcome that is not Inconclusive; else Inconclusive.</param>
/// <param name="Seconds">When it was decided; the whole step if it was not.</param>
/// <param name="Requests">Requests of the canary until then.</param>
/// <param name="EverFailed">
/// Whether any look of the whole step was Fail; as Outcome says if the step was cut short.
/// </param>
/// <param name="EverPassed">
/// Whether any look of the whole step was Pass; as Outcome says if the step was cut short.
/// </param>
/// <param name="FixedThresholdAt">When the fixed threshold rolled back, in seconds; null if it did not.</param>
internal sealed record SimulatedStep(
    EvidenceOutcome Outcome, int Seconds, long Requests, bool EverFailed, bool EverPassed, int? FixedThresholdAt)
{
    /// <summary>Runs one step.</summary>
    /// <param name="scenario">What is true.</param>
    /// <param name="distributions">The special functions.</param>
    /// <param name="seed">Decides all that is random.</param>
    /// <param name="toTheEnd">Whether to look on after the first decision.</param>
    public static SimulatedStep Run(Scenario scenario, IDistributions distributions, int seed, bool toTheEnd = false)
    {
        var random = new RandomCounts(seed);
        var flagger = new FixedThreshold();
        EvidenceTrial trial = EvidenceTrial.Start(scenario.Rule, distributions);
        SideCounts canary = default;
        SideCounts stable = default;
        bool isOver = false, everFailed = false, everPassed = false;
        (EvidenceOutcome Outcome, int Second, long Requests) first = default;
        for (int second = Scenario.LookSeconds; second <= scenario.StepSeconds; second += Scenario.LookSeconds)
        {
            double middle = second - (Scenario.LookSeconds / 2.0);
            double requests = scenario.RequestsPerSecond * Scenario.LookSeconds;
            double weight = scenario.Weight(middle);
            canary = Add(canary, requests * weight, scenario.Canary(middle), random);
            stable = Add(stable, requests * (1 - weight), scenario.Stable(middle), random);
            flagger.Look(second, canary);
            if (isOver) continue;
            trial = trial.Look(canary, stable);
            everFailed |= trial.Outcome == EvidenceOutcome.Fail;
            everPassed |= trial.Outcome == EvidenceOutcome.Pass;
            if (first.Outcome == EvidenceOutcome.Inconclusive) first = (trial.Outcome, second, canary.Requests);
            isOver = toTheEnd ? everFailed : trial.Outcome != EvidenceOutcome.Inconclusive;
        }

        return new SimulatedStep(
            first.Outcome, first.Second, first.Requests, everFailed, everPassed, flagger.RolledBackAt);
    }

    private static SideCounts Add(SideCounts side, double mean, double share, RandomCounts random)
    {
        long requests = random.Requests(mean);
        return new SideCounts(side.Requests + requests, side.Failures + random.Failures(requests, share));
    }
}

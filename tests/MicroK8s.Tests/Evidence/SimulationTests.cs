using MicroK8s.Evidence;
using MicroK8s.EvidenceSimulation;
using MicroK8s.Tests.KubeApi;

namespace MicroK8s.Tests.Evidence;

/// <summary>
/// The stated error rates in simulated steps, looked at every five seconds to the end. Seeded, so they end the same way
/// each time; the tolerance is what a true rate of 5% exceeds once in a million. The whole table is
/// benchmarks/evidence.
/// </summary>
public sealed class SimulationTests
{
    private const int Runs = 300;
    private const int StepSeconds = 150;

    private static readonly IDistributions Distributions = Adapter.Backend().Distributions;

    [Theory]
    [InlineData(0, 0.05, 100)]
    [InlineData(0.01, 0.2, 100)]
    [InlineData(0.05, 0.5, 20)]
    [InlineData(0.3, 0.05, 400)]
    public void At_the_margin_neither_decision_comes_more_often_than_stated(double stable, double weight, double rate)
    {
        var rule = new EvidenceRule { Margin = 0.02 };
        SimulatedStep[] steps = Run(Scenario.Steady(stable, stable + 0.02, weight, rate, rule));
        Assert.InRange(steps.Count(step => step.EverFailed), 0, MostAt(rule.Errors.FalseRollback));
        Assert.InRange(steps.Count(step => step.EverPassed), 0, MostAt(rule.Errors.MissedRegression));
    }

    [Fact]
    public void At_the_limit_neither_decision_comes_more_often_than_stated()
    {
        var rule = new EvidenceRule { AllowedFailureShare = 0.01 };
        SimulatedStep[] steps = Run(Scenario.Steady(0, 0.01, 0.2, 100, rule));
        Assert.InRange(steps.Count(step => step.EverFailed), 0, MostAt(rule.Errors.FalseRollback));
        Assert.InRange(steps.Count(step => step.EverPassed), 0, MostAt(rule.Errors.MissedRegression));
    }

    [Fact]
    public void An_outage_of_both_sides_rolls_nothing_back_even_when_weights_move()
    {
        var rule = new EvidenceRule { Margin = 0.005 };
        SimulatedStep[] steps = Run(new Scenario(
            "outage", Outage, Outage, second => second < 60 ? 0.05 : 0.5, 100, rule));
        Assert.InRange(steps.Count(step => step.EverFailed), 0, MostAt(rule.Errors.FalseRollback));

        static double Outage(double second) => second is > 40 and < 90 ? 0.3 : 0.001;
    }

    [Fact]
    public void Clear_cases_are_decided_in_the_step()
    {
        var rule = new EvidenceRule { Margin = 0.02 };
        SimulatedStep[] good = Run(Scenario.Steady(0.001, 0.001, 0.2, 100, rule));
        Assert.True(good.Count(step => step.Outcome == EvidenceOutcome.Pass) > Runs * 0.98);
        SimulatedStep[] bad = Run(Scenario.Steady(0.001, 0.08, 0.2, 100, rule));
        Assert.True(bad.Count(step => step.Outcome == EvidenceOutcome.Fail) > Runs * 0.98);
    }

    /// <summary>The largest count that a rate of this size exceeds with a probability above one in a million.</summary>
    private static int MostAt(double rate)
    {
        int most = (int)(Runs * rate);
        while (Distributions.BetaBelow(most + 1, Runs - most, rate) > 1e-6) most++;
        return most;
    }

    private static SimulatedStep[] Run(Scenario scenario) =>
    [
        .. Enumerable.Range(1, Runs).Select(seed => SimulatedStep.Run(
            scenario with { StepSeconds = StepSeconds }, Distributions, seed, toTheEnd: true)),
    ];
}

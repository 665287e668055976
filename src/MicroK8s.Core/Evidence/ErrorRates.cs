using MicroK8s.Errors;

namespace MicroK8s.Evidence;

/// <summary>
/// How often a decision may be wrong. Both rates hold however often, and whenever, the counts are looked at.
/// </summary>
/// <param name="FalseRollback">
/// Highest probability that a canary that breaks no rule, one exactly at the margin included, is ever judged
/// <see cref="EvidenceOutcome.Fail"/>; above 0 and below 0.5.
/// </param>
/// <param name="MissedRegression">
/// Highest probability that a canary that breaks a rule, one exactly at the margin included, is ever judged
/// <see cref="EvidenceOutcome.Pass"/>; above 0 and below 0.5.
/// </param>
public sealed record ErrorRates(double FalseRollback, double MissedRegression)
{
    /// <summary>5% each. A canary well inside or well outside of the margin is judged wrongly far less often.</summary>
    public static ErrorRates Default { get; } = new(0.05, 0.05);

    /// <summary>
    /// The rates for one of several tests any of which rolls back (steps of a rollout, or a gate of success and one of
    /// latency), so that all of them together keep the rate of false rollbacks. By the union bound each gets its part.
    /// A regression is missed only if every test misses it, so that rate stays.
    /// </summary>
    /// <param name="tests">How many tests there are, 1 or more.</param>
    public ErrorRates SharedBy(int tests) => this with { FalseRollback = FalseRollback / Math.Max(tests, 1) };

    /// <summary>Refuses rates that are none.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    internal void Require()
    {
        Require(FalseRollback, "false rollbacks");
        Require(MissedRegression, "missed regressions");
    }

    private static void Require(double rate, string what)
    {
        if (rate is > 0 and < 0.5) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec, FormattableString.Invariant(
                $"The rate of {what} is {rate}; it must be above 0 and below 0.5."));
    }
}

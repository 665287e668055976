using MicroK8s.Errors;

namespace MicroK8s.Evidence;

/// <summary>
/// What a canary must hold: a fixed limit for its failure share, a margin over the stable side, or both. With both it
/// passes only if it holds both, and fails as soon as it breaks one.
/// </summary>
public sealed record EvidenceRule
{
    /// <summary>
    /// The largest failure share that is allowed, above 0 and below 1: 0.005 for a success rate of 99.5%. Null: there
    /// is no fixed limit.
    /// </summary>
    public double? AllowedFailureShare { get; init; }

    /// <summary>
    /// By how much the canary's failure share may exceed that of the stable side over the same time, above 0 and at
    /// most 0.5: 0.005 for half a percentage point. This is the size of the regression that matters: the smaller it is,
    /// the more requests a decision needs. Null: no comparison, as where the canary gets all requests.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>How often the decision may be wrong.</summary>
    public ErrorRates Errors { get; init; } = ErrorRates.Default;

    /// <summary>
    /// What is said of a request that counts as a failure: <c>failed</c>, or <c>slower than 500 ms</c>.
    /// </summary>
    public string FailureWord { get; init; } = "failed";

    /// <summary>
    /// The failure share that a percentage of good requests leaves: 0.005 for a success rate of 99.5, 0.01 for the 99
    /// of a p99.
    /// </summary>
    /// <param name="percent">Percent of requests that must be good, above 0 and below 100.</param>
    /// <exception cref="ClusterException">InvalidSpec: 100 can never be proven by counts.</exception>
    public static double AllowedBy(double percent) => percent is > 0 and < 100
        ? (double)((100m - (decimal)percent) / 100m)
        : throw new ClusterException(
            ClusterFault.InvalidSpec, FormattableString.Invariant(
                $"{percent} percent of requests is no limit that can be tested; it must be above 0 and below 100."));

    /// <summary>
    /// The rate of false rollbacks for each criterion: they share it, because each of them can fail the canary.
    /// </summary>
    internal double FalseRollbackPerCriterion =>
        AllowedFailureShare is null || Margin is null ? Errors.FalseRollback : Errors.FalseRollback / 2;

    /// <summary>Refuses a rule that asks nothing, or for what cannot be decided.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    internal void Require()
    {
        Errors.Require();
        if (AllowedFailureShare is null && Margin is null)
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, "The rule has neither a limit nor a margin, so nothing could be decided.");
        }

        if (AllowedFailureShare is not (null or (> 0 and < 1)))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, FormattableString.Invariant(
                    $"The allowed failure share is {AllowedFailureShare}; it must be above 0 and below 1."));
        }

        if (Margin is not (null or (> 0 and <= 0.5)))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, FormattableString.Invariant(
                    $"The margin over stable is {Margin}; it must be above 0 and at most 0.5."));
        }
    }
}

namespace MicroK8s.Evidence;

/// <summary>What a trial says after its last look.</summary>
/// <param name="Outcome">
/// Fail if any criterion failed, and then for good; Pass if all of them pass at this look; else Inconclusive.
/// </param>
/// <param name="Canary">The canary's counts since the step began.</param>
/// <param name="Stable">The counts of the stable side over the same time.</param>
/// <param name="CanaryInterval">Where the canary's failure share lies.</param>
/// <param name="Criteria">One entry per criterion of the rule, the limit first.</param>
/// <param name="MissingRequests">
/// Roughly how many more requests of the canary would decide it; null if it is decided, or if that cannot be told.
/// </param>
/// <param name="Reason">One line in plain English for an operator, without a full stop.</param>
public sealed record EvidenceVerdict(
    EvidenceOutcome Outcome,
    SideCounts Canary,
    SideCounts Stable,
    RateInterval CanaryInterval,
    IReadOnlyList<CriterionVerdict> Criteria,
    long? MissingRequests,
    string Reason)
{
    /// <summary>Failures per request of the canary, 0 to 1; 0 without requests.</summary>
    public double CanaryFailureShare => Canary.FailureShare;

    /// <summary>Failures per request of the stable side, 0 to 1; 0 without requests.</summary>
    public double StableFailureShare => Stable.FailureShare;
}

namespace MicroK8s.Evidence;

/// <summary>What one criterion of a rule has come to.</summary>
/// <param name="Criterion">Which one.</param>
/// <param name="Outcome">Its own outcome.</param>
/// <param name="Against">
/// The evidence against the canary, an e-value: how many times a bet against the rule being held would have multiplied
/// its stake. Around or below 1 is no evidence; Fail at one divided by the rate of false rollbacks. May be infinite.
/// </param>
/// <param name="For">
/// The evidence for the canary, the same way round: Pass at one divided by the rate of missed regressions.
/// </param>
/// <param name="MissingRequests">
/// Roughly how many more requests of the canary would decide it, if rates and shares of traffic stay as they are. Null
/// if it is decided, or if it cannot be told: no requests yet, or a canary that is at the limit or margin.
/// </param>
public sealed record CriterionVerdict(
    EvidenceCriterion Criterion, EvidenceOutcome Outcome, double Against, double For, long? MissingRequests);

namespace MicroK8s.Evidence;

/// <summary>What the counts of a canary say.</summary>
public enum EvidenceOutcome
{
    /// <summary>Not enough evidence for either. Also with no requests, and with counts that cannot be.</summary>
    Inconclusive,

    /// <summary>There is evidence that the canary is not worse than what the rule allows.</summary>
    Pass,

    /// <summary>There is evidence that the canary is worse than what the rule allows.</summary>
    Fail,
}

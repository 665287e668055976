namespace MicroK8s.Evidence;

/// <summary>The two questions that a rule can ask about a canary.</summary>
public enum EvidenceCriterion
{
    /// <summary>Is the canary's failure share within a fixed limit? Stable does not matter.</summary>
    Limit,

    /// <summary>
    /// Does the canary's failure share exceed that of stable, over the same time, by more than a margin?
    /// </summary>
    Comparison,
}

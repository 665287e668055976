namespace MicroK8s.CanaryRollouts;

/// <summary>How a step ended.</summary>
public enum CanaryStepOutcome
{
    /// <summary>Every gate passed.</summary>
    Passed,

    /// <summary>A gate failed.</summary>
    Failed,

    /// <summary>A gate could not decide.</summary>
    Inconclusive,
}

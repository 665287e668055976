namespace MicroK8s.CanaryRollouts;

/// <summary>What happens when the time of a step is over and a gate cannot decide.</summary>
public enum InconclusiveAction
{
    /// <summary>
    /// The step continues until the gate decides. When the step times out, all canaries are rolled back.
    /// </summary>
    Wait,

    /// <summary>The next step begins.</summary>
    Continue,

    /// <summary>All canaries are rolled back.</summary>
    Rollback,
}

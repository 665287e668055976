namespace MicroK8s.CanaryRollouts;

/// <summary>What becomes of a step.</summary>
internal enum StepMove
{
    /// <summary>The step continues.</summary>
    Observe,

    /// <summary>The next step begins.</summary>
    Advance,

    /// <summary>All canaries are rolled back.</summary>
    RollBack,
}

namespace MicroK8s.CanaryRollouts;

/// <summary>What happens while canaries advance, in the order in which it happens.</summary>
public abstract record CanaryRolloutEvent
{
    private CanaryRolloutEvent()
    {
    }

    /// <summary>How far a step is.</summary>
    /// <param name="Scene">The step.</param>
    /// <param name="Steps">How many there are.</param>
    /// <param name="Verdicts">What its gates said last.</param>
    /// <param name="Elapsed">How long it has lasted.</param>
    public sealed record Looked(
        StepScene Scene, int Steps, IReadOnlyList<GateVerdict> Verdicts, TimeSpan Elapsed) : CanaryRolloutEvent;

    /// <summary>A step is over.</summary>
    /// <param name="Step">The step.</param>
    public sealed record StepOver(CanaryStep Step) : CanaryRolloutEvent;

    /// <summary>Something begins that takes a while.</summary>
    /// <param name="Activity">What, such as <c>Promoting shop/web</c>.</param>
    public sealed record Began(string Activity) : CanaryRolloutEvent;

    /// <summary>Something that a person should know.</summary>
    /// <param name="Text">A whole sentence.</param>
    public sealed record Warned(string Text) : CanaryRolloutEvent;

    /// <summary>The rollout of a service is over.</summary>
    /// <param name="Result">The end.</param>
    public sealed record Ended(CanaryRolloutResult Result) : CanaryRolloutEvent;
}

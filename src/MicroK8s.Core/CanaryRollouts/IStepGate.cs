using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>Something that a canary has to pass at every step, such as its success rate or a script.</summary>
public interface IStepGate
{
    /// <summary>What it is called in records and messages.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it is asked again and again while a step lasts, so that a failure ends the step at once. Otherwise it is
    /// asked once, when the time of the step is over.
    /// </summary>
    bool IsContinuous { get; }

    /// <summary>Prepares for a step: what is counted begins here.</summary>
    /// <param name="scene">The step.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task BeginAsync(StepScene scene, CancellationToken cancellationToken);

    /// <summary>Asks how the canary does in this step.</summary>
    /// <param name="scene">The step.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// <see cref="EvidenceOutcome.Inconclusive"/> whenever it cannot be told, with the reason; never a pass instead.
    /// </returns>
    Task<GateVerdict> LookAsync(StepScene scene, CancellationToken cancellationToken);
}

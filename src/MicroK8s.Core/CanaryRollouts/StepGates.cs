using MicroK8s.Errors;
using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>All gates of a rollout by canary, asked together.</summary>
/// <param name="gates">The gates.</param>
/// <param name="onInconclusive">What is done when one cannot decide.</param>
internal sealed class StepGates(IReadOnlyList<IStepGate> gates, InconclusiveAction onInconclusive)
{
    /// <summary>Prepares all gates for a step of a canary.</summary>
    /// <exception cref="ClusterException">A gate cannot begin.</exception>
    public async Task BeginAsync(StepScene scene, CancellationToken cancellationToken)
    {
        foreach (IStepGate gate in gates) await gate.BeginAsync(scene, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the gates; those that are asked once only when the time of the step is over.</summary>
    public async Task<IReadOnlyList<GateVerdict>> LookAsync(
        StepScene scene, bool isOver, CancellationToken cancellationToken)
    {
        IReadOnlyList<GateVerdict> continuous =
            await AskAsync(scene, isContinuous: true, cancellationToken).ConfigureAwait(false);

        // What is asked once is asked last, and only if nothing speaks against the canary by then.
        bool isSettled = isOver
            && !continuous.Any(verdict => verdict.Outcome == EvidenceOutcome.Fail)
            && (onInconclusive != InconclusiveAction.Wait
                || !continuous.Any(verdict => verdict.Outcome == EvidenceOutcome.Inconclusive));
        return isSettled
            ? [.. continuous, .. await AskAsync(scene, isContinuous: false, cancellationToken).ConfigureAwait(false)]
            : continuous;
    }

    private async Task<IReadOnlyList<GateVerdict>> AskAsync(
        StepScene scene, bool isContinuous, CancellationToken cancellationToken)
    {
        var verdicts = new List<GateVerdict>();
        foreach (IStepGate gate in gates.Where(gate => gate.IsContinuous == isContinuous))
        {
            verdicts.Add(await AskAsync(gate, scene, cancellationToken).ConfigureAwait(false));
        }

        return verdicts;
    }

    /// <summary>An outage or a missing right is inconclusive; a gate with invalid arguments fails.</summary>
    private static async Task<GateVerdict> AskAsync(
        IStepGate gate, StepScene scene, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.LookAsync(scene, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException exception)
        {
            return new GateVerdict(
                gate.Name,
                exception.Fault == ClusterFault.InvalidSpec ? EvidenceOutcome.Fail : EvidenceOutcome.Inconclusive,
                exception.Message.TrimEnd('.'));
        }
    }
}

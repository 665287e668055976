using MicroK8s.Evidence;

namespace MicroK8s.CanaryRollouts;

/// <summary>What becomes of a step. Pure.</summary>
internal static class StepRules
{
    /// <summary>Decides on what all gates of all canaries said last.</summary>
    /// <param name="verdicts">The verdicts.</param>
    /// <param name="isOver">Whether the time of the step is over.</param>
    /// <param name="isLate">Whether no more time is left to wait for a gate.</param>
    /// <param name="onInconclusive">What happens when a gate cannot decide.</param>
    public static StepMove Decide(
        IReadOnlyCollection<GateVerdict> verdicts, bool isOver, bool isLate, InconclusiveAction onInconclusive)
    {
        if (verdicts.Any(verdict => verdict.Outcome == EvidenceOutcome.Fail)) return StepMove.RollBack;
        if (!isOver) return StepMove.Observe;
        if (verdicts.All(verdict => verdict.Outcome == EvidenceOutcome.Pass)) return StepMove.Advance;
        return onInconclusive switch
        {
            InconclusiveAction.Continue => StepMove.Advance,
            InconclusiveAction.Rollback => StepMove.RollBack,
            _ => isLate ? StepMove.RollBack : StepMove.Observe,
        };
    }

    /// <summary>How a step ended for one canary.</summary>
    /// <param name="verdicts">What its gates said last.</param>
    public static CanaryStepOutcome OutcomeOf(IReadOnlyCollection<GateVerdict> verdicts) =>
        verdicts.Any(verdict => verdict.Outcome == EvidenceOutcome.Fail) ? CanaryStepOutcome.Failed
        : verdicts.Any(verdict => verdict.Outcome == EvidenceOutcome.Inconclusive) ? CanaryStepOutcome.Inconclusive
        : CanaryStepOutcome.Passed;

    /// <summary>Why: what failed, else what is undecided, else that all passed.</summary>
    /// <param name="verdicts">The verdicts.</param>
    public static string Reason(IReadOnlyCollection<GateVerdict> verdicts)
    {
        foreach (EvidenceOutcome outcome in new[] { EvidenceOutcome.Fail, EvidenceOutcome.Inconclusive })
        {
            string[] said =
                [.. verdicts.Where(one => one.Outcome == outcome).Select(one => $"{one.Gate}: {one.Reason}")];
            if (said.Length > 0) return string.Join("; ", said);
        }

        return string.Join("; ", verdicts.Where(one => one.Evidence is not null).Select(one => one.Reason)
            .DefaultIfEmpty(verdicts.Count == 0 ? "no gate" : "all gates passed"));
    }
}

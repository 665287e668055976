using MicroK8s.CanaryRollouts;
using MicroK8s.Evidence;

namespace MicroK8s.Tests.CanaryRollouts;

public sealed class StepRulesTests
{
    [Theory]
    [InlineData("", false, false, InconclusiveAction.Wait, StepMove.Observe)]
    [InlineData("", true, false, InconclusiveAction.Wait, StepMove.Advance)]
    [InlineData("P", false, false, InconclusiveAction.Wait, StepMove.Observe)]
    [InlineData("PP", true, false, InconclusiveAction.Wait, StepMove.Advance)]
    [InlineData("PF", false, false, InconclusiveAction.Continue, StepMove.RollBack)]
    [InlineData("IF", true, false, InconclusiveAction.Continue, StepMove.RollBack)]
    [InlineData("PI", false, false, InconclusiveAction.Rollback, StepMove.Observe)]
    [InlineData("PI", true, false, InconclusiveAction.Wait, StepMove.Observe)]
    [InlineData("PI", true, true, InconclusiveAction.Wait, StepMove.RollBack)]
    [InlineData("PI", true, false, InconclusiveAction.Continue, StepMove.Advance)]
    [InlineData("PI", true, false, InconclusiveAction.Rollback, StepMove.RollBack)]
    public void A_failure_ends_a_step_at_once_and_what_cannot_be_said_never_passes(
        string outcomes, bool isOver, bool isLate, object onInconclusive, object move) => Assert.Equal(
            (StepMove)move, StepRules.Decide(Verdicts(outcomes), isOver, isLate, (InconclusiveAction)onInconclusive));

    [Theory]
    [InlineData("", "no gate")]
    [InlineData("PP", "all gates passed")]
    [InlineData("PI", "G1: I")]
    [InlineData("IFF", "G1: F; G2: F")]
    public void The_reason_is_what_speaks_against_it(string outcomes, string reason) =>
        Assert.Equal(reason, StepRules.Reason(Verdicts(outcomes)));

    private static GateVerdict[] Verdicts(string outcomes) =>
    [
        .. outcomes.Select((letter, index) => new GateVerdict(
            $"G{index}",
            letter switch
            {
                'P' => EvidenceOutcome.Pass,
                'F' => EvidenceOutcome.Fail,
                _ => EvidenceOutcome.Inconclusive,
            },
            $"{letter}")),
    ];
}

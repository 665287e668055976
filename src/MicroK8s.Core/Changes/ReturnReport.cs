using MicroK8s.Errors;
using MicroK8s.Waiting;

namespace MicroK8s.Changes;

/// <summary>Failed rollouts as errors that also tell what was done about them, with the id of the cause.</summary>
public static class ReturnReport
{
    /// <summary>The error of a change that was taken back.</summary>
    /// <param name="failure">Why the rollout failed.</param>
    /// <param name="back">What was done about it.</param>
    /// <param name="problem">Why the pods are not well again all the same. Null if they are.</param>
    public static ClusterException Of(ClusterException failure, ChangeRollback back, ClusterException? problem)
    {
        if (back.Did.Count == 0 && back.Remains.Count == 0)
        {
            return Tell(failure, "Nothing was changed before, so nothing is rolled back.", failure.Advice);
        }

        string text = back.Did.Count == 0 ? "Nothing is rolled back." : $"Rolled back: {string.Join("; ", back.Did)}.";
        if (back.Remains.Count > 0)
        {
            text += $" These could not be put back and remain: {string.Join("; ", back.Remains)}.";
        }

        return problem is null
            ? Tell(failure, text, "Fix the cause and run the command again.")
            : Tell(failure, $"{text} But all is not well yet: {problem.Message}", problem.Advice ?? failure.Advice);
    }

    /// <summary>The error of a change whose pods could not be taken back, so that everything stays.</summary>
    /// <param name="failure">Why the rollout failed.</param>
    /// <param name="problem">Why it could not be taken back.</param>
    /// <param name="done">What was changed.</param>
    public static ClusterException OfNone(
        ClusterException failure, ClusterException problem, ServiceChangeDone done) => Tell(
        failure,
        $"It is not rolled back: {problem.Message} These remain: {string.Join("; ", done.Plan.Changes.ListEffects())}.",
        problem.Advice ?? failure.Advice);

    private static ClusterException Tell(ClusterException failure, string outcome, string? advice)
    {
        object? target = failure.Target is RolloutFailure evidence
            ? evidence with { Recovery = outcome }
            : failure.Target;
        return new ClusterException(failure.Fault, $"{failure.Message} {outcome}", target, advice, failure);
    }
}

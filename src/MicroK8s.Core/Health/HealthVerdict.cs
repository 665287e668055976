namespace MicroK8s.Health;

/// <summary>What a check says about one target; the run adds which check it was and how long it took.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Target">What was tested.</param>
/// <param name="Evidence">What the verdict rests on.</param>
/// <param name="Remediation">The command to run next. Null if there is nothing to do.</param>
public sealed record HealthVerdict(HealthStatus Status, string Target, string Evidence, string? Remediation = null)
{
    /// <summary>One verdict for all that is wrong with a target: as bad as the worst, which is named first.</summary>
    /// <param name="target">The target.</param>
    /// <param name="problems">What is wrong, in any order.</param>
    /// <returns>Null if nothing is wrong.</returns>
    public static HealthVerdict? FromProblems(string target, IEnumerable<HealthProblem> problems)
    {
        HealthProblem[] sorted = [.. problems.OrderByDescending(problem => problem.Status)];
        return sorted.Length == 0
            ? null
            : new HealthVerdict(
                sorted[0].Status, target, string.Join("; ", sorted.Select(problem => problem.Evidence)),
                sorted.Select(problem => problem.Remediation).FirstOrDefault(remediation => remediation is not null));
    }
}

using MicroK8s.Resources;

namespace MicroK8s.Health;

/// <summary>What a check says about one target; the run adds which check it was and how long it took.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Target">What was tested.</param>
/// <param name="Evidence">What the verdict rests on.</param>
/// <param name="Remediation">What to do next. Null if there is nothing to do.</param>
public sealed record HealthVerdict(
    HealthStatus Status, HealthTarget Target, string Evidence, string? Remediation = null)
{
    /// <summary>What kind of problem it is. Null if it is none: Healthy or Skipped.</summary>
    public HealthCode? Code { get; init; }

    /// <summary>The verdict on a target that has one problem.</summary>
    /// <param name="target">The target.</param>
    /// <param name="problem">What is wrong.</param>
    public static HealthVerdict Of(HealthTarget target, HealthProblem problem) =>
        new(problem.Status, target, problem.Evidence, problem.Remediation) { Code = problem.Code };

    /// <summary>The verdict on something that is well or not there, and is no object.</summary>
    /// <param name="status">Healthy or Skipped.</param>
    /// <param name="target">What it is called.</param>
    /// <param name="evidence">What the verdict rests on.</param>
    public static HealthVerdict Of(HealthStatus status, string target, string evidence) =>
        new(status, new HealthTarget(target), evidence);

    /// <summary>
    /// The verdicts on an object: one for each kind of problem that it has, the worst first. The same problem of
    /// several of its parts is one verdict, as bad as the worst part, which is named first.
    /// </summary>
    /// <param name="item">The object.</param>
    /// <param name="problems">What is wrong, in any order.</param>
    public static IEnumerable<HealthVerdict> FromProblems(KubeObject item, IEnumerable<HealthProblem> problems) =>
        FromProblems(HealthTarget.Of(item), problems);

    /// <summary>The same for any target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="problems">What is wrong, in any order.</param>
    public static IEnumerable<HealthVerdict> FromProblems(HealthTarget target, IEnumerable<HealthProblem> problems) =>
        problems.OrderByDescending(problem => problem.Status).GroupBy(problem => problem.Code).Select(same =>
            new HealthVerdict(
                same.First().Status, target,
                string.Join("; ", same.Select(problem => problem.Evidence).Distinct(StringComparer.Ordinal)),
                same.Select(problem => problem.Remediation).FirstOrDefault(remediation => remediation is not null))
            {
                Code = same.Key,
            });
}

using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Jobs;

/// <summary>Whether Jobs have failed, and whether the last run of each CronJob did.</summary>
public sealed class JobsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Jobs";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public string Summary => "No Job has failed for good, and the last run of no CronJob has";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => JobCodes.All;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    /// <summary>
    /// Runs of a CronJob are judged together, so the newest decides, and they are kept until the end.
    /// </summary>
    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Jobs = new(ResourceTypes.Job);

        private readonly HealthSum _sum = new("Job", "Not failed");
        private readonly Dictionary<(string? Namespace, string Name), (DateTimeOffset End, HealthProblem? Problem)>
            _newest = [];

        public override IReadOnlyList<HealthList> Lists => [Jobs];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (!Scope.IsUsers(item)) return [];
            HealthProblem? problem = JobRules.Judge(item);
            if (item.Controller.Text("kind") != "CronJob")
            {
                return _sum.Count(HealthVerdict.FromProblems(item, problem is null ? [] : [problem]));
            }

            (string?, string) cron = (item.Namespace, item.Controller.Text("name") ?? "");
            if (JobRules.EndOf(item) is { } end
                && (!_newest.TryGetValue(cron, out var known) || known.End < end))
            {
                _newest[cron] = (end, problem);
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach (((string? space, string name), (_, HealthProblem? problem)) in _newest)
            {
                IEnumerable<HealthProblem> problems =
                    problem is null ? [] : [problem with { Code = JobCodes.CronFailing }];
                foreach (HealthVerdict verdict in
                    _sum.Count(HealthVerdict.FromProblems(HealthTarget.Of("CronJob", space, name), problems)))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Jobs)) is { } well) yield return well;
        }
    }
}

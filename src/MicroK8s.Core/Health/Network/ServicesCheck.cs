using System.Runtime.CompilerServices;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Health.Network;

/// <summary>Whether Services have ready endpoints.</summary>
public sealed class ServicesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Services";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Network;

    /// <inheritdoc/>
    public string Summary =>
        "Services have ready endpoints, ports that their pods have, and the addresses they wait for";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => NetworkCodes.OfServices;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => ServiceRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Services = new(ResourceTypes.Service);
        private static readonly HealthList Deployments = new(ResourceTypes.Deployment);
        private static readonly HealthList StatefulSets = new(ResourceTypes.StatefulSet);

        private readonly HealthSum _sum = new("Service", "Ready endpoints");
        private readonly ServiceIndex _index = new();
        private readonly List<(string? Namespace, IReadOnlyDictionary<string, string> Labels)> _stopped = [];

        public override IReadOnlyList<HealthList> Lists => [Services, SliceRules.List, Deployments, StatefulSets];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            if (!Scope.IsUsers(item) || _index.Take(item)) return [];
            if (item.Json.Number("spec", "replicas") == 0)
            {
                _stopped.Add((item.Namespace, WorkloadPods.LabelsOf(item)));
            }

            return [];
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (!IsRead(SliceRules.List)) yield break;
            foreach (ServiceState service in _index.All)
            {
                // Whoever may not read workloads cannot tell whether one was stopped on purpose.
                bool isStopped = !IsRead(Deployments) || !IsRead(StatefulSets) || _stopped.Exists(workload =>
                    workload.Namespace == service.Namespace
                    && LabelSelectors.Matches(service.Selector, workload.Labels));
                foreach (HealthVerdict verdict in _sum.Count(HealthVerdict.FromProblems(
                    service.Target, ServiceRules.Judge(service, isStopped, Scope))))
                {
                    yield return verdict;
                }
            }

            if (_sum.Verdict(IsRead(Services)) is { } well) yield return well;
        }
    }
}

using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>Whether what the cluster itself runs in kube-system is there, whatever the namespaces of the run.</summary>
public sealed class SystemPodsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "SystemPods";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.System;

    /// <inheritdoc/>
    public string Summary =>
        "The workloads and pods of kube-system are well, whichever namespaces are chosen";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => [.. WorkloadCodes.All, .. PodCodes.All];

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => PodHealthRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);

    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Pods = System(new HealthList(ResourceTypes.Pod));
        private static readonly HealthList[] Workloads = [.. WorkloadsCheck.Lists.Select(System)];

        private readonly HealthSum _workloads = new("kube-system workload", "All replicas updated and available");
        private readonly HealthSum _pods = new("kube-system pod", "Ready or completed, no recent restart");

        public override IReadOnlyList<HealthList> Lists => [Pods, .. Workloads];

        public override IEnumerable<HealthVerdict> Take(KubeObject item) => item.Kind == Pods.Type.Kind
            ? _pods.Count(HealthVerdict.FromProblems(item, PodHealthRules.Judge(item, Scope)))
            : _workloads.Count(HealthVerdict.FromProblems(item, WorkloadRules.Judge(item, Scope.Now)));

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            if (_workloads.Verdict(Workloads.All(IsRead)) is { } workloads) yield return workloads;
            if (_pods.Verdict(IsRead(Pods)) is { } pods) yield return pods;
        }

        private static HealthList System(HealthList list) => list with { Namespace = HealthScope.SystemNamespace };
    }
}

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
    public async IAsyncEnumerable<HealthVerdict> RunAsync(
        HealthScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HealthScope system = scope with { Namespaces = [HealthScope.SystemNamespace] };
        IAsyncEnumerable<HealthVerdict> workloads = HealthSweep.RunAsync(
            system.ListAsync(
                [ResourceTypes.Deployment, ResourceTypes.DaemonSet, ResourceTypes.StatefulSet], cancellationToken),
            workload => WorkloadRules.Judge(workload, scope.Now), "kube-system workload",
            "All replicas updated and available", cancellationToken);
        await foreach (HealthVerdict verdict in workloads.ConfigureAwait(false)) yield return verdict;

        IAsyncEnumerable<HealthVerdict> pods = HealthSweep.RunAsync(
            system.ListAsync([ResourceTypes.Pod], cancellationToken), pod => PodHealthRules.Judge(pod, scope.Now),
            "kube-system pod", "Ready or completed, no recent restart", cancellationToken);
        await foreach (HealthVerdict verdict in pods.ConfigureAwait(false)) yield return verdict;
    }
}

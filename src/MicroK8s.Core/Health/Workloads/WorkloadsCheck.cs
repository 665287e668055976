using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>Whether the users' Deployments, StatefulSets and DaemonSets have what they want.</summary>
public sealed class WorkloadsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Workloads";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public IAsyncEnumerable<HealthVerdict> RunAsync(HealthScope scope, CancellationToken cancellationToken) =>
        HealthSweep.RunAsync(
            scope.ListAsync(
                [ResourceTypes.Deployment, ResourceTypes.StatefulSet, ResourceTypes.DaemonSet], cancellationToken),
            workload => WorkloadRules.Judge(workload, scope.Now), "workload", "All replicas updated and available",
            cancellationToken);
}

using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>Whether the users' pods run.</summary>
public sealed class PodsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Pods";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public IAsyncEnumerable<HealthVerdict> RunAsync(HealthScope scope, CancellationToken cancellationToken) =>
        HealthSweep.RunAsync(
            scope.ListAsync([ResourceTypes.Pod], cancellationToken), pod => PodHealthRules.Judge(pod, scope.Now), "pod",
            "Ready or completed, no recent restart", cancellationToken);
}

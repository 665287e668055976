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
    public string Summary =>
        "No pod crashes, lacks its image, its configuration, its memory or a node, or does not end";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => PodCodes.All;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => PodHealthRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [new HealthList(ResourceTypes.Pod)], new HealthSum("pod", "Ready or completed, no recent restart"),
        pod => scope.IsUsers(pod) ? PodHealthRules.Judge(pod, scope) : null);
}

using MicroK8s.Resources;

namespace MicroK8s.Health.Scaling;

/// <summary>Whether autoscalers can do their work.</summary>
public sealed class AutoscalersCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Autoscalers";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public string Summary => "Autoscalers have metrics, can scale their target, and are below their maximum";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ScalingCodes.OfAutoscalers;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => AutoscalerRules.Thresholds;

    private static readonly HealthList List = new(ResourceTypes.HorizontalPodAutoscalerV2)
    {
        Older = ResourceTypes.HorizontalPodAutoscalerBeta,
    };

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [List], new HealthSum("autoscaler", "Scales"),
        item => scope.IsUsers(item) ? AutoscalerRules.Judge(item, scope) : null);
}

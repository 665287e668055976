using MicroK8s.Resources;

namespace MicroK8s.Health.Scaling;

/// <summary>Whether disruption budgets let a pod go.</summary>
public sealed class BudgetsCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Budgets";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Workloads;

    /// <inheritdoc/>
    public string Summary => "Disruption budgets allow at least one eviction";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => ScalingCodes.OfBudgets;

    private static readonly HealthList List = new(ResourceTypes.PodDisruptionBudget)
    {
        Older = ResourceTypes.PodDisruptionBudgetBeta,
    };

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new SweepProbe(
        scope, [List], new HealthSum("disruption budget", "It allows evictions"),
        item => scope.IsUsers(item) ? BudgetRules.Judge(item) : null);
}

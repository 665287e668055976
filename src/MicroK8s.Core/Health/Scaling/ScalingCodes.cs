namespace MicroK8s.Health.Scaling;

/// <summary>Problems of autoscalers and disruption budgets.</summary>
public static class ScalingCodes
{
    /// <summary>It cannot tell how many replicas are needed.</summary>
    public static readonly HealthCode NoMetrics = new("MK441", "Autoscaler has no metrics", HealthStatus.Unhealthy);

    /// <summary>The target is missing, or refuses.</summary>
    public static readonly HealthCode CannotScale =
        new("MK442", "Autoscaler cannot scale its target", HealthStatus.Unhealthy);

    /// <summary>More replicas are needed than it may make.</summary>
    public static readonly HealthCode AtMaximum = new("MK443", "Autoscaler is at its maximum", HealthStatus.Warning);

    /// <summary>Pods are not healthy, so none of the others may be evicted.</summary>
    public static readonly HealthCode BudgetSpent = new("MK451", "Disruption budget is spent", HealthStatus.Warning);

    /// <summary>Although all pods are healthy none may be evicted, so a node cannot be drained.</summary>
    public static readonly HealthCode BudgetClosed =
        new("MK452", "Disruption budget allows no eviction", HealthStatus.Warning);

    /// <summary>Those of autoscalers.</summary>
    public static IReadOnlyList<HealthCode> OfAutoscalers { get; } = [NoMetrics, CannotScale, AtMaximum];

    /// <summary>Those of disruption budgets.</summary>
    public static IReadOnlyList<HealthCode> OfBudgets { get; } = [BudgetSpent, BudgetClosed];
}

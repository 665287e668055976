using MicroK8s.Resources;

namespace MicroK8s.Health.Scaling;

/// <summary>What the status of a PodDisruptionBudget means.</summary>
public static class BudgetRules
{
    /// <summary>What is wrong with a budget.</summary>
    /// <param name="budget">A PodDisruptionBudget.</param>
    /// <returns>Nothing if it lets a pod go, or has none.</returns>
    public static IEnumerable<HealthProblem> Judge(KubeObject budget)
    {
        int expected = budget.Json.Count("status", "expectedPods");
        int healthy = budget.Json.Count("status", "currentHealthy");
        int desired = budget.Json.Count("status", "desiredHealthy");
        if (expected == 0 || budget.Json.Count("status", "disruptionsAllowed") > 0) return [];

        // What it wants is judged when all pods are there: else the pods are what is wrong.
        return healthy < expected
            ?
            [
                new HealthProblem(
                    ScalingCodes.BudgetSpent,
                    $"{healthy} of {expected} pods are healthy and {desired} must be, so none may be evicted",
                    $"Test-ClusterHealth Pods -Namespace {budget.Namespace}"),
            ]
            :
            [
                new HealthProblem(
                    ScalingCodes.BudgetClosed,
                    $"{healthy} of {expected} pods are healthy and {desired} must be: no pod may ever be evicted, so a "
                    + "node cannot be drained",
                    "Run more replicas, or allow one disruption: Set-MicroService -DisruptionBudget"),
            ];
    }
}

using MicroK8s.Resources;

namespace MicroK8s.Nodes;

/// <summary>What PodDisruptionBudgets say about the eviction of a pod.</summary>
public static class DisruptionBudgets
{
    /// <summary>
    /// The budgets that select a pod (kubernetes/kubernetes, pkg/registry/core/pod/storage/eviction.go,
    /// <c>getPodDisruptionBudgets</c>). An empty selector selects every pod in policy/v1, and none in policy/v1beta1
    /// (kubernetes.io, "Deprecated API Migration Guide").
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="budgets">Budgets, of any namespace.</param>
    public static IReadOnlyList<KubeObject> Of(KubeObject pod, IEnumerable<KubeObject> budgets) =>
    [
        .. budgets.Where(budget => budget.Namespace == pod.Namespace && Selects(budget, pod))
            .OrderBy(budget => budget.Name, StringComparer.Ordinal),
    ];

    /// <summary>How many of its pods may be evicted now.</summary>
    /// <param name="budget">The budget.</param>
    public static int AllowedOf(KubeObject budget) => budget.Json.Count("status", "disruptionsAllowed");

    /// <summary>
    /// Whether a pod is evicted whatever its budget says (eviction.go, <c>canIgnorePDB</c>): it has ended, or has not
    /// even begun.
    /// </summary>
    /// <param name="pod">The pod.</param>
    public static bool IsFree(KubeObject pod) =>
        pod.Json.Text("status", "phase") is "Succeeded" or "Failed" or "Pending";

    /// <summary>What a budget says, in words: <c>PodDisruptionBudget shop/web allows 0 disruptions …</c>.</summary>
    /// <param name="budget">The budget.</param>
    public static string Describe(KubeObject budget)
    {
        int allowed = AllowedOf(budget);
        return $"PodDisruptionBudget {budget.Namespace}/{budget.Name} allows {allowed} "
            + $"{(allowed == 1 ? "disruption" : "disruptions")} now ({budget.Json.Count("status", "currentHealthy")} "
            + $"healthy, {budget.Json.Count("status", "desiredHealthy")} required)";
    }

    /// <summary>Why the server never evicts a pod that several budgets select.</summary>
    /// <param name="budgets">The budgets that select it.</param>
    public static string DescribeSeveral(IReadOnlyList<KubeObject> budgets) => budgets.Count < 2
        ? "several PodDisruptionBudgets select it, and the server evicts pods with at most one"
        : $"PodDisruptionBudgets {string.Join(" and ", budgets.Select(one => $"{one.Namespace}/{one.Name}"))} select "
            + "it, and the server evicts pods with at most one";

    private static bool Selects(KubeObject budget, KubeObject pod)
    {
        if (budget.Json.At("spec", "selector") is not { } selector) return false;
        bool isEmpty = selector.Map("matchLabels").Count == 0 && !selector.Items("matchExpressions").Any();
        return isEmpty ? IsWhole(budget) : LabelSelectors.Matches(selector, pod.Labels);
    }

    private static bool IsWhole(KubeObject budget) => budget.ApiVersion == "policy/v1";
}

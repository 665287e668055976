using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Services.Objects;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;

namespace MicroK8s.Changes;

/// <summary>
/// Plans changes of the PodDisruptionBudget of a workload: the one that selects by the very labels of the workload,
/// whoever made it. One that covers other pods too is not touched, and none is made beside it: the server refuses to
/// evict a pod that has two (kubernetes, pkg/registry/core/pod/storage/eviction.go).
/// </summary>
internal static class BudgetEdit
{
    /// <summary>Plans it. Null if all is as wanted already.</summary>
    /// <param name="resources">The cluster.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="spec">The service with the budget that is wanted; without one, it is to go.</param>
    /// <param name="type">The newest version that the server has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">InvalidSpec, OwnedByController, AlreadyExists, AccessDenied.</exception>
    public static async Task<WritePreview?> PlanAsync(
        IResources resources, KubeObject workload, ServiceSpec spec, ResourceType type,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<KubeObject> all = await resources
            .ReadAllAsync(new ResourceQuery(type, workload.Namespace), cancellationToken).ConfigureAwait(false);
        KubeObject? there = Choose(all, workload);
        if (spec.DisruptionBudget is not { } budget)
        {
            return there is null
                ? null
                : await RelatedObjectPlanner.RemoveAsync(resources, type, there, cancellationToken)
                    .ConfigureAwait(false);
        }

        if (there is not null)
        {
            return await RelatedObjectPlanner
                .ChangeAsync(resources, type, there, read => Apply(read, budget), cancellationToken)
                .ConfigureAwait(false);
        }

        JsonObject manifest = DisruptionBudgetManifest.Of(spec, budget, type);
        manifest["spec"]!["selector"] = workload.ToNode().At("spec", "selector")?.DeepClone();
        return await new ObjectCreation(type, manifest).PreviewAsync(resources, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A changed copy of a budget: it has one of the two, never both.</summary>
    internal static JsonObject Apply(KubeObject read, DisruptionBudgetSpec budget)
    {
        JsonObject json = read.ToNode();
        JsonObject spec = json.Open("spec");
        spec.Put("minAvailable", ManifestJson.NumberOrText(budget.MinAvailable));
        spec.Put("maxUnavailable", ManifestJson.NumberOrText(budget.MaxUnavailable));
        return json;
    }

    /// <summary>The budget of a workload. Null if its pods have none.</summary>
    /// <exception cref="ClusterException">InvalidSpec: one covers other pods too, or there are several.</exception>
    internal static KubeObject? Choose(IReadOnlyList<KubeObject> budgets, KubeObject workload)
    {
        IReadOnlyDictionary<string, string> labels = workload.Json.Map("spec", "template", "metadata", "labels");
        KubeObject[] found = [.. budgets.Where(budget => Selects(budget, labels))];
        JsonNode? own = workload.ToNode().At("spec", "selector");
        KubeObject[] fitting =
            [.. found.Where(budget => JsonNode.DeepEquals(budget.ToNode().At("spec", "selector"), own))];
        if (found.Length == fitting.Length && found.Length <= 1) return found.FirstOrDefault();
        string names = string.Join(", ", found.Select(budget => budget.Name));
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            found.Length > 1
                ? $"Several disruption budgets select the pods of {workload}: {names}. The server evicts no such pod."
                : $"The disruption budget {names} selects the pods of {workload} by other labels, so it may be for "
                    + "other pods too.",
            workload.Name, "Change it with kubectl, or by its manifest with Publish-MicroService.");
    }

    /// <summary>An empty selector is left to whoever wrote it: it means all pods, or none, by version.</summary>
    private static bool Selects(KubeObject budget, IReadOnlyDictionary<string, string> labels) =>
        budget.Json.At("spec", "selector") is { } selector && LabelSelectors.Text(selector).Length > 0
        && LabelSelectors.Matches(selector, labels);
}

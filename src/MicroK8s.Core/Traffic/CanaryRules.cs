using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>What a service must be like to get a canary.</summary>
internal static class CanaryRules
{
    /// <summary>Throws unless the canary's pods and the stable ones can live side by side under one Service.</summary>
    /// <exception cref="ClusterException">AlreadyExists, InvalidSpec.</exception>
    public static void Check(CanaryRequest request, CanarySnapshot state)
    {
        if (state.Canary is not null)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists, $"{request.Target} already exists. Nothing was changed.",
                request.Target.Name,
                "Shift its traffic with Set-CanaryWeight, or remove it with "
                    + $"{AdvisedCommand.For("Remove-Canary", request.Name, request.Namespace)}.");
        }

        IReadOnlyDictionary<string, string> canary = CanaryDeployment.Labels(request, state.Stable);
        RequireApart(request, state.Stable, canary);
        RequireSelected(state, WorkloadPods.LabelsOf(state.Stable), "stable");
        RequireSelected(state, canary, "the canary's");
    }

    /// <summary>
    /// Controllers that select each other's pods count them as their own: an autoscaler measures them, a disruption
    /// budget protects them, and an orphaned ReplicaSet is adopted by the wrong Deployment.
    /// </summary>
    private static void RequireApart(
        CanaryRequest request, KubeObject stable, IReadOnlyDictionary<string, string> canary)
    {
        if (stable.Json.At("spec", "selector") is { } selector && LabelSelectors.Matches(selector, canary))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"Deployment {request.Namespace}/{request.Name} selects {LabelSelectors.Text(selector)}, which the "
                + "canary's pods have too; two Deployments must not select the same pods. Nothing was changed.",
                request.Name,
                "A selector cannot be changed: make the Deployment anew with track=stable in its selector and pod "
                + "labels, as New-MicroService does.");
        }
    }

    private static void RequireSelected(CanarySnapshot state, IReadOnlyDictionary<string, string> labels, string whose)
    {
        IReadOnlyDictionary<string, string> selector = state.Service.Json.Map("spec", "selector");
        if (selector.Count > 0 && LabelSelectors.Matches(selector, labels)) return;
        string text = selector.Count == 0 ? "no pods" : LabelSelectors.Text(selector);
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"Service {state.Service.Namespace}/{state.Service.Name} selects {text}, but {whose} pods are labelled "
            + $"{LabelSelectors.Text(labels)}; subsets share out pods of one Service.", state.Service.Name,
            "Let the Service select what stable and canary pods have in common, such as the label app.");
    }
}

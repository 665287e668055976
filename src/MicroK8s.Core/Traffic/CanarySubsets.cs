using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>The two subsets of a service with a canary, and what the DestinationRule lacks for them.</summary>
/// <param name="Stable">The name of the subset of the stable pods.</param>
/// <param name="Canary">The name of the canary's subset.</param>
/// <param name="Change">What has to be written. Null if both are there.</param>
internal sealed record CanarySubsets(string Stable, string Canary, ObjectChange? Change)
{
    /// <summary>Takes the subsets that select the right pods, whatever their names, or defines them by track.</summary>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    public static CanarySubsets Plan(CanaryRequest request, CanarySnapshot state)
    {
        IReadOnlyDictionary<string, string> stableLabels = WorkloadPods.LabelsOf(state.Stable);
        IReadOnlyDictionary<string, string> canaryLabels = CanaryDeployment.Labels(request, state.Stable);
        Subset? stable = Find(state.Traffic, stableLabels, canaryLabels);
        Subset? canary = Find(state.Traffic, canaryLabels, stableLabels);
        var missing = new List<(string Name, string Track)>();
        if (stable is null) missing.Add((ServiceLabels.Stable, TrackOf(request, stableLabels)));
        if (canary is null) missing.Add((ServiceLabels.Canary, ServiceLabels.Canary));
        foreach ((string name, _) in missing) RequireFree(state.Traffic, name);
        return new CanarySubsets(
            stable?.Name ?? ServiceLabels.Stable, canary?.Name ?? ServiceLabels.Canary,
            missing.Count == 0 ? null : Define(request, state.Traffic, missing));
    }

    /// <summary>The subset that selects these pods and spares those. Null if none does.</summary>
    public static Subset? Find(
        TrafficSnapshot traffic, IReadOnlyDictionary<string, string> selected,
        IReadOnlyDictionary<string, string> spared) =>
        traffic.Subsets
            .OrderByDescending(subset => subset.Labels.ContainsKey(ServiceLabels.Track))
            .FirstOrDefault(subset =>
                LabelSelectors.Matches(subset.Labels, selected) && !LabelSelectors.Matches(subset.Labels, spared));

    private static string TrackOf(CanaryRequest request, IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault(ServiceLabels.Track) is { } track && track != ServiceLabels.Canary
            ? track
            : throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"The pods of Deployment {request.Namespace}/{request.Name} have no label track=stable, "
                + "so no subset can hold them apart from the canary's.", request.Name,
                "Label the pod template track=stable, or define a subset that selects only the stable pods.");

    private static void RequireFree(TrafficSnapshot traffic, string name)
    {
        if (traffic.Subsets.FirstOrDefault(subset => subset.Name == name) is not { } taken) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"DestinationRule {traffic.Namespace}/{taken.Rule.Name} defines subset {name} as "
            + $"{LabelSelectors.Text(taken.Labels)}, which does not tell stable from canary pods.", name,
            "Rename or correct that subset.");
    }

    private static ObjectChange Define(
        CanaryRequest request, TrafficSnapshot traffic, List<(string Name, string Track)> missing)
    {
        string[] fields = [.. missing.Select(subset => $"subset {subset.Name}: {ServiceLabels.Track}={subset.Track}")];
        KubeObject? rule = SubsetRules.RulesFor(traffic.Rules, traffic.Service).FirstOrDefault();
        if (rule is null) return Create(request, traffic, missing, fields);

        if (!request.IgnoreOwner) OwnershipRules.RequireNone(rule, ResourceTypes.DestinationRule);
        var patch = new JsonPatch(rule);
        JsonElement model = rule.Json.Items("spec", "subsets").FirstOrDefault();
        JsonObject[] subsets = [.. missing.Select(subset => Like(model, subset.Name, subset.Track))];
        if (rule.Json.At("spec", "subsets") is null) patch.Add("/spec/subsets", new JsonArray(subsets));
        else foreach (JsonObject subset in subsets) patch.Add("/spec/subsets/-", subset);
        return ObjectChange.Change(
            new ResourceRef(ResourceTypes.DestinationRule, rule.Namespace, rule.Name), rule, patch, fields);
    }

    private static ObjectChange Create(
        CanaryRequest request, TrafficSnapshot traffic, List<(string Name, string Track)> missing, string[] fields)
    {
        var target = new ResourceRef(ResourceTypes.DestinationRule, request.Namespace, request.Name);
        if (traffic.Rules.FirstOrDefault(rule => rule.Name == request.Name) is { } other)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{target} is there already, but for host {other.Json.Text("spec", "host")}.", request.Name,
                $"Make a DestinationRule of another name for host {request.Name}; its subsets are then added.");
        }

        return ObjectChange.Create(
            target,
            new JsonObject
            {
                ["metadata"] = CanaryRoute.Metadata(request),
                ["spec"] = new JsonObject
                {
                    ["host"] = request.Name,
                    ["subsets"] = new JsonArray([.. missing.Select(item => Like(default, item.Name, item.Track))]),
                },
            },
            fields);
    }

    /// <summary>A subset with the traffic policy of the one beside it, so that the two can be compared.</summary>
    private static JsonObject Like(JsonElement model, string name, string track)
    {
        JsonObject subset = model.ToNode() as JsonObject ?? [];
        subset["name"] = name;
        subset["labels"] = new JsonObject { [ServiceLabels.Track] = track };
        return subset;
    }
}

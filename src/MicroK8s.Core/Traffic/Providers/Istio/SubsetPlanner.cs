using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Routing;
using MicroK8s.Updates;

namespace MicroK8s.Traffic.Providers.Istio;

/// <summary>The two subsets of a service with a canary, and what the DestinationRule lacks for them.</summary>
internal static class SubsetPlanner
{
    /// <summary>Takes the subsets that select the right pods, whatever their names, or defines them by track.</summary>
    /// <exception cref="ClusterException">InvalidSpec, AlreadyExists.</exception>
    public static CanaryBackends Plan(CanaryPods pods, RoutingObjects read)
    {
        var resolver = new IstioResolver([], read.Of(ResourceTypes.DestinationRule));
        IReadOnlyList<Subset> subsets = resolver.SubsetsOf(pods.Service.FullName(), pods.Namespace);
        Subset? stable = Find(subsets, pods.Stable, pods.Canary);
        Subset? canary = Find(subsets, pods.Canary, pods.Stable);
        var missing = new List<(string Name, string Track)>();
        if (stable is null) missing.Add((ServiceLabels.Stable, pods.StableTrack));
        if (canary is null) missing.Add((ServiceLabels.Canary, ServiceLabels.Canary));
        foreach ((string name, _) in missing) RequireFree(subsets, name);
        return new CanaryBackends(
            stable?.Name ?? ServiceLabels.Stable, canary?.Name ?? ServiceLabels.Canary,
            missing.Count == 0 ? [] : [Define(pods, read, resolver, missing)]);
    }

    /// <summary>The subset that selects these pods and spares those. Null if none does.</summary>
    private static Subset? Find(
        IReadOnlyList<Subset> subsets, IReadOnlyDictionary<string, string> selected,
        IReadOnlyDictionary<string, string> spared) =>
        subsets.OrderByDescending(subset => subset.Labels.ContainsKey(ServiceLabels.Track))
            .FirstOrDefault(subset =>
                LabelSelectors.Matches(subset.Labels, selected) && !LabelSelectors.Matches(subset.Labels, spared));

    private static void RequireFree(IReadOnlyList<Subset> subsets, string name)
    {
        if (subsets.FirstOrDefault(subset => subset.Name == name) is not { } taken) return;
        throw new ClusterException(
            ClusterFault.InvalidSpec,
            $"DestinationRule {taken.Rule.Namespace}/{taken.Rule.Name} defines subset {name} as "
            + $"{LabelSelectors.Text(taken.Labels)}, which does not tell stable from canary pods.", name,
            "Rename or correct that subset.");
    }

    private static ObjectChange Define(
        CanaryPods pods, RoutingObjects read, IstioResolver resolver, List<(string Name, string Track)> missing)
    {
        string[] fields = [.. missing.Select(subset => $"subset {subset.Name}: {ServiceLabels.Track}={subset.Track}")];
        KubeObject? holding =
            resolver.DestinationRulesFor(pods.Service.FullName(), pods.Namespace) is [var first, ..] ? first : null;
        if (holding is null || !IsOwn(holding, pods)) return Create(pods, read, holding, missing, fields);

        var patch = new JsonPatch(holding);
        JsonElement model = holding.Json.Items("spec", "subsets").FirstOrDefault();
        JsonObject[] subsets = [.. missing.Select(subset => Like(model, subset.Name, subset.Track))];
        if (holding.Json.At("spec", "subsets") is null) patch.Add("/spec/subsets", new JsonArray(subsets));
        else foreach (JsonObject subset in subsets) patch.Add("/spec/subsets/-", subset);
        CanaryNote.Add(patch, holding, pods.Service, ["/spec/subsets"]);
        return ObjectChange.Change(
            new ResourceRef(ResourceTypes.DestinationRule, holding.Namespace, holding.Name), holding, patch, fields);
    }

    /// <summary>A rule for this service alone; subsets of a wildcard would be those of other services too.</summary>
    private static bool IsOwn(KubeObject rule, CanaryPods pods) =>
        ServiceHost.Parse(rule.Json.Text("spec", "host") ?? "", rule.Namespace ?? "") == pods.Service;

    private static ObjectChange Create(
        CanaryPods pods, RoutingObjects read, KubeObject? holding, List<(string Name, string Track)> missing,
        string[] fields)
    {
        var target = new ResourceRef(ResourceTypes.DestinationRule, pods.Namespace, pods.Name);
        KubeObject? other = read.Of(ResourceTypes.DestinationRule)
            .FirstOrDefault(rule => rule.Name == pods.Name && rule.Namespace == pods.Namespace);
        if (other is not null)
        {
            throw new ClusterException(
                ClusterFault.AlreadyExists,
                $"{target} is there already, but for host {other.Json.Text("spec", "host")}.", pods.Name,
                $"Make a DestinationRule of another name for host {pods.Name}; its subsets are then added.");
        }

        var spec = new JsonObject { ["host"] = pods.Name };

        // It hides the wider rule that held so far, so it takes over how that one connects, such as TLS.
        if (holding?.Json.At("spec", "trafficPolicy") is { } policy) spec["trafficPolicy"] = policy.ToNode();
        JsonObject[] subsets =
        [
            .. (holding?.Json.Items("spec", "subsets") ?? []).Select(subset => subset.ToNode()).OfType<JsonObject>(),
            .. missing.Select(item => Like(default, item.Name, item.Track)),
        ];
        spec["subsets"] = new JsonArray(subsets);
        return ObjectChange.Create(
            target, new JsonObject { ["metadata"] = OwnMetadata.Of(pods), ["spec"] = spec }, fields);
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

using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic.Providers;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Makes the canary's Deployment from the stable one. All fields stay, also those unknown here.</summary>
internal static class CanaryDeployment
{
    private static readonly string[] Kept =
        [ServiceLabels.App, ServiceLabels.Track, ServiceLabels.Version, ServiceLabels.RecommendedVersion];

    /// <summary>The labels of the canary's pods: those of the stable ones, another track and another version.</summary>
    public static IReadOnlyDictionary<string, string> Labels(CanaryRequest request, KubeObject stable)
    {
        string version = NameRules.ToLabelValue(request.Image.Version);
        var labels = new Dictionary<string, string>(WorkloadPods.LabelsOf(stable), StringComparer.Ordinal)
        {
            [ServiceLabels.Track] = ServiceLabels.Canary,
            [ServiceLabels.Version] = version,
            [ServiceLabels.RecommendedVersion] = version,
        };
        labels.TryAdd(ServiceLabels.App, request.Name);
        return labels;
    }

    /// <summary>The Deployment to make.</summary>
    /// <exception cref="ClusterException">InvalidSpec: the container cannot be told, or is not there.</exception>
    public static ObjectChange Make(CanaryRequest request, KubeObject stable, string provider, int replicas)
    {
        IReadOnlyDictionary<string, string> labels = Labels(request, stable);
        JsonObject spec = stable.ToNode().Open("spec").DeepClone().AsObject();
        JsonObject template = spec.Open("template");
        JsonObject container = FindContainer(request, stable, template);
        string from = container.Text("image") ?? "";
        container["image"] = request.Image.Text;
        template.Open("metadata")["labels"] = ToNode(labels);
        spec["replicas"] = replicas;
        IReadOnlyDictionary<string, string> selector = Selector(stable, labels);
        spec["selector"] = new JsonObject { ["matchLabels"] = ToNode(selector) };
        spec.Remove("paused");
        var manifest = new JsonObject { ["metadata"] = Metadata(request, labels, provider), ["spec"] = spec };
        return ObjectChange.Create(
            request.Target, manifest, $"image {from} → {request.Image.Text}", $"replicas {replicas}",
            $"selector {LabelSelectors.Text(selector)}");
    }

    /// <summary>
    /// Of the labels only ours: those of a GitOps manager would make it delete the canary as something it never made.
    /// </summary>
    private static JsonObject Metadata(
        CanaryRequest request, IReadOnlyDictionary<string, string> labels, string provider)
    {
        var own = new JsonObject
        {
            [ServiceLabels.RecommendedName] = request.Name,
            [ServiceLabels.ManagedBy] = ServiceLabels.Module,
        };
        foreach (string key in Kept) own[key] = labels[key];
        string cause = $"canary, {CauseText.Of(request.Image, request.Run)}";
        var annotations = new JsonObject { [ServiceLabels.ChangeCause] = cause, [OwnMetadata.Provider] = provider };
        foreach ((string key, string value) in request.Run?.Annotations ?? new Dictionary<string, string>())
        {
            annotations[key] = value;
        }

        return new JsonObject
        {
            ["name"] = request.Target.Name,
            ["namespace"] = request.Namespace,
            ["labels"] = own,
            ["annotations"] = annotations,
        };
    }

    private static Dictionary<string, string> Selector(
        KubeObject stable, IReadOnlyDictionary<string, string> labels) =>
        stable.Json.Map("spec", "selector", "matchLabels").Keys.Append(ServiceLabels.Track).Distinct()
            .Where(labels.ContainsKey).ToDictionary(key => key, key => labels[key], StringComparer.Ordinal);

    private static JsonObject FindContainer(CanaryRequest request, KubeObject stable, JsonObject template)
    {
        JsonObject[] containers = [.. (template.At("spec", "containers") as JsonArray ?? []).OfType<JsonObject>()];
        string[] names = [.. containers.Select(container => container.Text("name") ?? "")];
        string wanted = request.Container ?? (names.Length == 1 ? names[0] : request.Name);
        int index = Array.IndexOf(names, wanted);
        if (index >= 0) return containers[index];

        string known = $"The pods of {stable.Name} have: {string.Join(", ", names)}.";
        throw request.Container is null
            ? new ClusterException(
                ClusterFault.InvalidSpec, $"{known} Cannot tell which of them gets image {request.Image.Text}.",
                request.Name, "Name it with -Container.")
            : InvalidInput.Of("Container", request.Container, $"is no container of Deployment {request.Name}", known);
    }

    private static JsonObject ToNode(IReadOnlyDictionary<string, string> labels) =>
        new(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
}

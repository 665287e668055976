using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Traffic;

/// <summary>Gives the stable Deployment what the canary was tried with.</summary>
internal static class CanaryTemplate
{
    // What a canary's pods are labelled with beside what the stable ones are.
    private static readonly string[] Added =
        [ServiceLabels.App, ServiceLabels.Track, ServiceLabels.Version, ServiceLabels.RecommendedVersion];

    /// <summary>A copy of the stable Deployment with the canary's pod template; its own if that is the same.</summary>
    /// <param name="stable">The stable Deployment.</param>
    /// <param name="canary">The canary's.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    public static JsonObject Promote(KubeObject stable, KubeObject canary, PipelineRun? run)
    {
        JsonObject json = stable.ToNode();
        JsonObject spec = json.Open("spec");
        JsonObject template = canary.ToNode().Open("spec").Open("template").DeepClone().AsObject();
        template.Open("metadata")["labels"] = new JsonObject(
            Labels(stable, canary).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        if (JsonNode.DeepEquals(spec["template"], template)) return json;
        spec["template"] = template;
        JsonObject metadata = json.Open("metadata");
        foreach (string key in new[] { ServiceLabels.Version, ServiceLabels.RecommendedVersion })
        {
            if (stable.Labels.ContainsKey(key) && canary.Labels.TryGetValue(key, out string? version))
            {
                metadata.Open("labels")[key] = version;
            }
        }

        JsonObject annotations = metadata.Open("annotations");
        string image = template.At("spec", "containers") is JsonArray { Count: > 0 } list
            ? list[0].Text("image") ?? "" : "";
        annotations[ServiceLabels.ChangeCause] = CauseText.Of($"promoted canary, image {image}", run);
        foreach ((string key, string value) in run?.Annotations ?? new Dictionary<string, string>())
        {
            annotations[key] = value;
        }

        return json;
    }

    /// <summary>
    /// The canary's labels, but the track of the stable pods, what the stable Deployment selects by, which cannot be
    /// changed, and none that only the canary has.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> Labels(KubeObject stable, KubeObject canary)
    {
        IReadOnlyDictionary<string, string> own = WorkloadPods.LabelsOf(stable);
        IReadOnlyDictionary<string, string> selector = stable.Json.Map("spec", "selector", "matchLabels");
        foreach (KeyValuePair<string, string> label in WorkloadPods.LabelsOf(canary).Concat(
            selector.Where(label => !WorkloadPods.LabelsOf(canary).ContainsKey(label.Key))))
        {
            if (label.Key is ServiceLabels.Track or ServiceLabels.App || selector.ContainsKey(label.Key))
            {
                if (own.TryGetValue(label.Key, out string? value)) yield return KeyValuePair.Create(label.Key, value);
            }
            else if (own.ContainsKey(label.Key) || !Added.Contains(label.Key))
            {
                yield return label;
            }
        }
    }
}

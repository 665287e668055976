using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Plans changes of Deployments of whatever author.</summary>
public static class ServiceChangePlanner
{
    private const string PodLabels = "/spec/template/metadata/labels";

    /// <summary>Checks a wish by itself, before any service is looked at.</summary>
    /// <param name="wanted">What is to be different.</param>
    /// <exception cref="ClusterException">InvalidSpec: nothing is wanted, or the replicas are negative.</exception>
    public static void Check(ServiceChange wanted)
    {
        if (wanted is { Image: null, Container: not null })
        {
            throw InvalidInput.Of("Container", wanted.Container, "needs -Image with the image it is to get");
        }

        if (wanted is { Image: null, Replicas: null })
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec, "Nothing is to be changed: -Image or -Replicas is needed.");
        }

        if (wanted.Replicas < 0) throw InvalidInput.Of("Replicas", wanted.Replicas, "is negative");
    }

    /// <summary>Plans a change.</summary>
    /// <param name="deployment">The Deployment as it is.</param>
    /// <param name="wanted">What is to be different, checked.</param>
    /// <exception cref="ClusterException">InvalidSpec: the container is unknown, or must be named.</exception>
    public static ServiceChangePlan Plan(KubeObject deployment, ServiceChange wanted)
    {
        var changes = new List<FieldChange>();
        var patch = new JsonPatch(deployment);
        if (wanted.Image is { } image) PlanImage(deployment, wanted, image, changes, patch);
        if (wanted.Replicas is { } replicas) PlanReplicas(deployment, replicas, changes, patch);
        return new ServiceChangePlan(deployment, wanted, changes, patch);
    }

    private static void PlanReplicas(KubeObject deployment, int replicas, List<FieldChange> changes, JsonPatch patch)
    {
        int now = WorkloadStatus.Of(deployment).Desired;
        if (now == replicas) return;
        changes.Add(new FieldChange("replicas", "/spec/replicas", Text(now), Text(replicas)));
        patch.Add("/spec/replicas", replicas);
    }

    private static void PlanImage(
        KubeObject deployment, ServiceChange wanted, ImageReference image, List<FieldChange> changes, JsonPatch patch)
    {
        JsonElement[] containers = [.. deployment.Json.Items("spec", "template", "spec", "containers")];
        int index = FindContainer(deployment.Name, containers, wanted.Container);
        string now = containers[index].Text("image") ?? "";
        if (now == image.Text) return;

        string path = $"/spec/template/spec/containers/{index}/image";
        changes.Add(new FieldChange("image", path, now, image.Text));
        patch.Replace(path, image.Text);
        if (index == MainContainer(deployment.Name, containers)) PlanVersion(deployment, image, changes, patch);
        PlanAnnotations(deployment, image, wanted.Run, changes, patch);
    }

    /// <summary>Labels with the version follow the image where they are, except those that select the pods.</summary>
    private static void PlanVersion(
        KubeObject deployment, ImageReference image, List<FieldChange> changes, JsonPatch patch)
    {
        string version = NameRules.ToLabelValue(image.Version);
        IReadOnlySet<string> selecting = deployment.Json.At("spec", "selector") is { } selector
            ? LabelSelectors.Keys(selector)
            : new HashSet<string>();
        foreach (string key in new[] { ServiceLabels.Version, ServiceLabels.RecommendedVersion })
        {
            IReadOnlyDictionary<string, string> ofPods = deployment.Json.Map("spec", "template", "metadata", "labels");
            if (!selecting.Contains(key)) PlanLabel($"pod label {key}", PodLabels, ofPods, key);
            PlanLabel($"label {key}", "/metadata/labels", deployment.Labels, key);
        }

        void PlanLabel(string field, string parent, IReadOnlyDictionary<string, string> labels, string key)
        {
            if (!labels.TryGetValue(key, out string? now) || now == version) return;
            string path = $"{parent}/{JsonPatch.Escape(key)}";
            changes.Add(new FieldChange(field, path, now, version));
            patch.Replace(path, version);
        }
    }

    private static void PlanAnnotations(
        KubeObject deployment, ImageReference image, PipelineRun? run, List<FieldChange> changes, JsonPatch patch)
    {
        if (deployment.Json.At("metadata", "annotations") is null) patch.Add("/metadata/annotations", new JsonObject());
        var wanted = new Dictionary<string, string>(run?.Annotations ?? new Dictionary<string, string>())
        {
            [ServiceLabels.ChangeCause] = ServiceManifests.ChangeCause(image, run),
        };
        foreach ((string key, string value) in wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string? now = deployment.Annotations.GetValueOrDefault(key);
            if (now == value) continue;
            string path = $"/metadata/annotations/{JsonPatch.Escape(key)}";
            changes.Add(new FieldChange(key == ServiceLabels.ChangeCause ? "cause" : key, path, now, value));
            patch.Add(path, value);
        }
    }

    private static int FindContainer(string service, JsonElement[] containers, string? name)
    {
        string names = string.Join(", ", containers.Select(container => container.Text("name")));
        if (name is null)
        {
            return containers.Length == 1 ? 0 : throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"-Image needs -Container: micro service '{service}' has {containers.Length} containers, {names}.",
                service);
        }

        int index = Array.FindIndex(containers, container => container.Text("name") == name);
        return index >= 0
            ? index
            : throw InvalidInput.Of("Container", name, $"is no container of '{service}', which has {names}");
    }

    /// <summary>The container whose image is the version: the one named as the service, else the first.</summary>
    private static int MainContainer(string service, JsonElement[] containers) =>
        Math.Max(0, Array.FindIndex(containers, container => container.Text("name") == service));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

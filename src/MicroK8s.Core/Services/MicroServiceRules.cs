using System.Text.Json;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Reads a Deployment of whatever author as a micro service.</summary>
public static class MicroServiceRules
{
    /// <summary>The micro service that a Deployment is.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    public static MicroService Describe(KubeObject deployment, string context, string? kubeConfig, DateTimeOffset now)
    {
        JsonElement json = deployment.Json;
        JsonElement[] containers = [.. json.Items("spec", "template", "spec", "containers")];
        string[] images = [.. containers.Select(container => container.Text("image") ?? "")];
        (MicroServiceStatus status, string? reason) = ServiceStatusRules.Judge(deployment);
        DateTimeOffset created = deployment.Created ?? now;
        return new MicroService(
            deployment.Name,
            deployment.Namespace ?? "",
            WorkloadStatus.Of(deployment).Desired,
            json.Count("status", "readyReplicas"),
            json.Count("status", "updatedReplicas"),
            json.Count("status", "availableReplicas"),
            VersionOf(deployment, images),
            images,
            status,
            reason,
            created,
            json.At("spec", "selector") is { } selector ? LabelSelectors.Text(selector) : "",
            context,
            kubeConfig)
        {
            Age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - created).TotalSeconds))),
            Track = json.Text("spec", "template", "metadata", "labels", ServiceLabels.Track),
            Containers = [.. containers.Select(container => container.Text("name") ?? "")],
            Ports = [.. containers.SelectMany(container => container.Items("ports")).Select(PortText)],
        };
    }

    /// <summary>
    /// The pods' labels come before the workload's: an undone rollout brings back the former, not the latter.
    /// </summary>
    private static string? VersionOf(KubeObject deployment, string[] images)
    {
        IReadOnlyDictionary<string, string> pod = deployment.Json.Map("spec", "template", "metadata", "labels");
        string? labelled = pod.GetValueOrDefault(ServiceLabels.RecommendedVersion)
            ?? pod.GetValueOrDefault(ServiceLabels.Version)
            ?? deployment.Labels.GetValueOrDefault(ServiceLabels.RecommendedVersion)
            ?? deployment.Labels.GetValueOrDefault(ServiceLabels.Version);
        return labelled ?? (images.Length > 0 ? ImageReference.TryParse(images[0])?.Version : null);
    }

    private static string PortText(JsonElement port)
    {
        string number = $"{port.Count("containerPort")}";
        string text = port.Text("name") is { } name ? $"{name}:{number}" : number;
        return port.Text("protocol") is { } protocol and not "TCP" ? $"{text}/{protocol}" : text;
    }
}

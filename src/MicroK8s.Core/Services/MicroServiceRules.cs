using System.Text.Json;
using MicroK8s.Addresses;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Services;

/// <summary>Reads a workload of whatever author as a microservice.</summary>
public static class MicroServiceRules
{
    /// <summary>The microservice that a workload is.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    public static MicroService Describe(KubeObject workload, string context, string? kubeConfig, DateTimeOffset now)
    {
        JsonElement json = workload.Json;
        JsonElement[] containers = [.. json.Items("spec", "template", "spec", "containers")];
        string[] images = [.. containers.Select(container => container.Text("image") ?? "")];
        var counts = WorkloadStatus.Of(workload);
        (MicroServiceStatus status, string? reason) = ServiceStatusRules.Judge(workload, now);
        DateTimeOffset created = workload.Created ?? now;
        return new MicroService(
            workload.Name,
            workload.Namespace ?? "",
            WorkloadKinds.Of(workload),
            counts.Desired,
            counts.Ready,
            counts.Updated,
            counts.Available,
            VersionOf(workload, images),
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
            Containers = containers.Select(container => container.Text("name") ?? "").ToArray(),
            Ports = RunningContainers.PortsOf(json.At("spec", "template", "spec")).Select(PortText).ToArray(),
        };
    }

    /// <summary>The microservice that a workload is, with what leads to it.</summary>
    /// <param name="workload">A Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="reach">What leads to workloads.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    public static MicroService Describe(
        KubeObject workload, AddressMap reach, string context, string? kubeConfig, DateTimeOffset now) =>
        Describe(workload, context, kubeConfig, now) with
        {
            Addresses = reach.AddressesOf(workload),
            Traffic = reach.TrafficOf(workload),
        };

    /// <summary>
    /// The pods' labels come before the workload's: an undone rollout brings back the former, not the latter.
    /// </summary>
    private static string? VersionOf(KubeObject workload, string[] images)
    {
        string? labelled = ServiceLabels.VersionIn(WorkloadPods.LabelsOf(workload))
            ?? ServiceLabels.VersionIn(workload.Labels);
        return labelled ?? (images.Length > 0 ? ImageReference.TryParse(images[0])?.Version : null);
    }

    private static string PortText(JsonElement port)
    {
        string number = $"{port.Count("containerPort")}";
        string text = port.Text("name") is { } name ? $"{name}:{number}" : number;
        return port.Text("protocol") is { } protocol and not "TCP" ? $"{text}/{protocol}" : text;
    }
}

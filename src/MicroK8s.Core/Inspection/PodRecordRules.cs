using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;

namespace MicroK8s.Inspection;

/// <summary>Reads a pod as a pod of a microservice.</summary>
public static class PodRecordRules
{
    /// <summary>The record of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="owner">What owns it.</param>
    /// <param name="context">The context it was read from.</param>
    /// <param name="kubeConfig">The kubeconfig that was named. Null if none was.</param>
    /// <param name="now">The time of reading.</param>
    public static MicroServicePod Describe(
        KubeObject pod, PodOwner owner, string context, string? kubeConfig, DateTimeOffset now)
    {
        PodSummary summary = PodStatusRules.Of(pod);
        PodContainer[] containers = [.. ContainerMapper.Of(pod)];
        DateTimeOffset created = pod.Created ?? now;
        return new MicroServicePod(
            pod.Name, pod.Namespace ?? "", owner.Service, owner.Kind, summary.Status, summary.Ready,
            summary.Total, summary.Restarts, summary.LastRestart, created, pod.Json.Text("spec", "nodeName"),
            pod.Json.Text("status", "podIP"), context, kubeConfig)
        {
            Age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor((now - created).TotalSeconds))),
            Phase = pod.Json.Text("status", "phase") ?? "Unknown",
            Revision = owner.Revision,
            Version = VersionOf(pod, containers),
            Track = pod.Json.Text("metadata", "labels", ServiceLabels.Track),
            Containers = containers,
            Reason = ReasonOf(pod, summary, containers),
        };
    }

    private static string? VersionOf(KubeObject pod, PodContainer[] containers) =>
        ServiceLabels.VersionIn(pod.Labels)
        ?? (containers.FirstOrDefault(container => !container.IsInit) is { } first
            ? ImageReference.TryParse(first.Image)?.Version
            : null);

    private static string? ReasonOf(KubeObject pod, PodSummary summary, PodContainer[] containers)
    {
        if (summary.Ready == summary.Total && !pod.IsBeingDeleted) return null;
        if (OfEnd(pod) is { } end) return end;
        string[] said =
        [
            .. containers.Where(container => !container.IsReady && IsTelling(container)).Select(Tell),
        ];
        if (said.Length > 0) return string.Join("; ", said);
        string? message = pod.Json.Text("status", "message") ?? pod.Json.Items("status", "conditions")
            .Where(condition => condition.Text("status") == "False" && condition.Text("type") != "Ready")
            .Select(condition => condition.Text("message")).FirstOrDefault(text => text is { Length: > 0 });
        return message is null ? null : UntrustedText.Quote(message);
    }

    /// <summary>Why a pod is over, such as an eviction: how its containers ended is only what came of it.</summary>
    private static string? OfEnd(KubeObject pod) => pod.Json.Text("status", "phase") == "Failed"
        && pod.Json.Text("status", "message") is { Length: > 0 } message ? UntrustedText.Quote(message) : null;

    /// <summary>Whether a container says more than the status of the pod already does.</summary>
    private static bool IsTelling(PodContainer container) =>
        container.LastEnd is not null || container.Message is not null || container.End is { ExitCode: not 0 }
        || (container.State == "Running" && container.IsReadinessCounted);

    private static string Tell(PodContainer container) =>
        container.LastEnd is null && container.Message is { } message ? $"{container.Name}: {message}" : $"{container}";
}

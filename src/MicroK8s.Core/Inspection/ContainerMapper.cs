using System.Text.Json;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Inspection;

/// <summary>Reads the containers of a pod.</summary>
internal static class ContainerMapper
{
    /// <summary>All containers in the order in which they start: init containers first.</summary>
    public static IEnumerable<PodContainer> Of(KubeObject pod) =>
        Of(pod, "initContainers", "initContainerStatuses", isInit: true)
            .Concat(Of(pod, "containers", "containerStatuses", isInit: false));

    private static IEnumerable<PodContainer> Of(KubeObject pod, string specs, string statuses, bool isInit)
    {
        JsonElement[] known = [.. pod.Json.Items("status", statuses)];
        return pod.Json.Items("spec", specs).Select(spec => Read(
            spec, known.FirstOrDefault(status => status.Text("name") == spec.Text("name")), isInit));
    }

    private static PodContainer Read(JsonElement spec, JsonElement status, bool isInit)
    {
        ContainerEnd? end = EndOf(status.At("state", "terminated"));
        bool isRunning = status.At("state", "running") is not null;
        string? message = status.Text("state", "waiting", "message");
        return new PodContainer(
            spec.Text("name") ?? "", isInit, spec.Text("image") ?? "", RunningImage.DigestOf(status),
            end is not null ? "Terminated" : isRunning ? "Running" : "Waiting",
            end?.Reason ?? status.Text("state", "waiting", "reason"),
            end?.Message ?? (message is null ? null : UntrustedText.Quote(message)),
            status.Flag("ready"), status.Count("restartCount"),
            status.Time("state", "running", "startedAt") ?? end?.Finished,
            EndOf(status.At("lastState", "terminated")))
        {
            End = end,
            IsSidecar = isInit && SidecarContainer.Is(spec),
        };
    }

    private static ContainerEnd? EndOf(JsonElement? ended)
    {
        if (ended is not { } end) return null;
        string? message = end.Text("message");
        return new ContainerEnd(
            end.Count("exitCode"), end.Number("signal"), end.Text("reason") is { Length: > 0 } reason ? reason : null,
            message is null ? null : UntrustedText.Quote(message), end.Time("finishedAt"));
    }
}

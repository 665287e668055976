using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Logs;

/// <summary>A container of a pod, and which logs it has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Restarts">How often it was restarted: tells its runs apart.</param>
/// <param name="IsRunning">Whether a run is going on.</param>
/// <param name="HasLog">Whether a run has begun.</param>
/// <param name="HasPrevious">Whether there is a run before the present one.</param>
/// <param name="Waiting">Why it does not run, such as <c>ContainerCreating</c>; empty if it does.</param>
internal sealed record LogContainer(
    string Name, int Restarts, bool IsRunning, bool HasLog, bool HasPrevious, string Waiting)
{
    /// <summary>The containers of a pod that are wanted, in the order in which they start.</summary>
    public static IEnumerable<LogContainer> Of(KubeObject pod, LogSelection selection) =>
        Of(pod, "initContainers", "initContainerStatuses").Where(IsExtraWanted(selection))
            .Concat(Of(pod, "containers", "containerStatuses").Where(item => selection.IsContainerWanted(item.Name)))
            .Concat(Of(pod, "ephemeralContainers", "ephemeralContainerStatuses").Where(IsExtraWanted(selection)));

    /// <summary>Every container of a pod.</summary>
    public static IEnumerable<LogContainer> All(KubeObject pod) =>
        Of(pod, new LogSelection { IncludeInit = true });

    private static Func<LogContainer, bool> IsExtraWanted(LogSelection selection) => item =>
        selection.Named.Contains(item.Name) || (selection.IncludeInit && selection.IsContainerWanted(item.Name));

    private static IEnumerable<LogContainer> Of(KubeObject pod, string specs, string statuses) =>
        pod.Json.Items("spec", specs).Select(spec => spec.Text("name") ?? "").Select(name => Read(
            name, pod.Json.Items("status", statuses).FirstOrDefault(status => status.Text("name") == name)));

    /// <summary>Which log the kubelet gives out (kubernetes/kubernetes, <c>validateContainerLogStatus</c>).</summary>
    private static LogContainer Read(string name, JsonElement status)
    {
        bool isRunning = status.At("state", "running") is not null;
        bool hasEnded = status.At("state", "terminated") is not null;
        bool hasPrevious = status.At("lastState", "terminated") is not null;
        return new LogContainer(
            name, status.Count("restartCount"), isRunning, isRunning || hasEnded || hasPrevious, hasPrevious,
            status.Text("state", "waiting", "reason") ?? (isRunning || hasEnded ? "" : "not started"));
    }
}

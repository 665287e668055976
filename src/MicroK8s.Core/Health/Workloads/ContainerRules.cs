using System.Text.Json;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Workloads;

/// <summary>What is wrong with the containers of a pod, init containers included.</summary>
public static class ContainerRules
{
    /// <summary>How long a restart stays worth a mention.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>
    /// Reasons that the kubelet gives for a container it cannot start (kubernetes/kubernetes,
    /// pkg/kubelet/images/types.go and pkg/kubelet/kuberuntime/kuberuntime_container.go).
    /// </summary>
    private static readonly HashSet<string> CannotStart = new(StringComparer.Ordinal)
    {
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError",
        "RegistryUnavailable", "SignatureValidationFailed", "CreateContainerConfigError", "CreateContainerError",
        "PreStartHookError", "PostStartHookError", "PreCreateHookError", "RunContainerError",
    };

    /// <summary>The problems, container by container.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="now">The time by the server's clock.</param>
    public static IEnumerable<HealthProblem> Judge(KubeObject pod, DateTimeOffset now) =>
        pod.Json.Items("status", "initContainerStatuses").Concat(pod.Json.Items("status", "containerStatuses"))
            .Select(status => Problem(pod, status, now)).OfType<HealthProblem>();

    private static HealthProblem? Problem(KubeObject pod, JsonElement status, DateTimeOffset now)
    {
        string name = status.Text("name") ?? "";
        string reason = status.Text("state", "waiting", "reason") ?? "";
        if (CannotStart.Contains(reason))
        {
            string said = status.Text("state", "waiting", "message") is { } message ? $": {message}" : "";
            return new HealthProblem(
                HealthStatus.Unhealthy, $"Container {name} cannot start, {reason}{said}",
                $"kubectl describe pod {pod.Name} -n {pod.Namespace}");
        }

        string logs = $"kubectl logs {pod.Name} -n {pod.Namespace} -c {name} --previous";
        if (reason == "CrashLoopBackOff")
        {
            string ended = HowItEnded(status.At("lastState", "terminated"));
            return new HealthProblem(
                HealthStatus.Unhealthy, $"Container {name} is in CrashLoopBackOff{Restarts(status)}{ended}", logs);
        }

        return EndedBadly(status, name, logs) ?? RestartedLately(status, name, now, logs);
    }

    private static HealthProblem? EndedBadly(JsonElement status, string name, string logs) =>
        status.At("state", "terminated") is { } ended && (ended.Count("exitCode") != 0 || ended.Count("signal") != 0)
            ? new HealthProblem(
                HealthStatus.Unhealthy, $"Container {name} has failed{Restarts(status)}{HowItEnded(ended)}",
                logs.Replace(" --previous", "", StringComparison.Ordinal))
            : null;

    private static HealthProblem? RestartedLately(JsonElement status, string name, DateTimeOffset now, string logs)
    {
        if (status.At("lastState", "terminated") is not { } ended) return null;
        if (ended.Time("finishedAt") is not { } end || now - end > Recent) return null;

        // Running again does not cure a limit that is too low.
        bool outOfMemory = ended.Text("reason") == "OOMKilled";
        return new HealthProblem(
            outOfMemory ? HealthStatus.Unhealthy : HealthStatus.Warning,
            $"Container {name} was restarted {AgeText.Of(now - end)} ago{Restarts(status)}{HowItEnded(ended)}", logs);
    }

    private static string Restarts(JsonElement status)
    {
        int count = status.Count("restartCount");
        return count == 0 ? "" : count == 1 ? ", 1 restart" : $", {count} restarts";
    }

    private static string HowItEnded(JsonElement? ended)
    {
        if (ended is not { } end) return "";
        string reason = end.Text("reason") is { } text and not "Error" ? $" ({text})" : "";
        return $", exit code {end.Count("exitCode")}{reason}";
    }
}
